"""Verbs of competences and of the ledger."""

from tests import factories as make
from tests.actors.scenario import NOW, TODAY, scenario
from training.assessments import actions as assessments
from training.assessments.actions import NewAssessment
from training.assessments.states import AssessmentKind, AssessorRole
from training.competences import actions as competences
from training.competences import loader as frameworks

FRAMEWORKS, PROFILES = "training.competences.actions.frameworks", "training.competences.actions.profiles"
LINES = "training.competences.actions.lines"
LEDGER, STATEMENTS = "training.assessments.actions.ledger", "training.assessments.actions.statements"


def _draft(w):
    framework = make.FrameworkFactory(code="drugie")
    for number in (1, 2):
        make.LevelFactory(framework=framework, number=number)
    domain = make.DomainFactory(framework=framework)
    competence = make.CompetenceFactory(framework=framework, domain=domain)
    for number in (1, 2):
        competence.descriptors.create(level=number, text_pl="Zna.")
    return framework, domain, competence


@scenario(f"{FRAMEWORKS}.save_framework")
def _(w, actor):
    competences.save_framework(code="trzecie", name_pl="Trzecie", actor=actor)


@scenario(f"{FRAMEWORKS}.save_competence")
def _(w, actor):
    framework, domain, _competence = _draft(w)
    competences.save_competence(framework=framework, domain=domain, code="C9", name_pl="Nowa", actor=actor)


@scenario(f"{FRAMEWORKS}.delete_competence")
def _(w, actor):
    competences.delete_competence(competence=_draft(w)[2], actor=actor)


@scenario(f"{FRAMEWORKS}.publish")
def _(w, actor):
    competences.publish(framework=_draft(w)[0], actor=actor, now=NOW)


@scenario(f"{FRAMEWORKS}.retire")
def _(w, actor):
    competences.retire(framework=w.framework, actor=actor)


@scenario(f"{FRAMEWORKS}.new_version")
def _(w, actor):
    competences.new_version(framework=w.framework, actor=actor)


def _split(w):
    """What a draft makes of a published competence: a new one, which came from it."""
    draft = competences.new_version(framework=w.framework, actor=make.ACTOR)
    return competences.set_lineage(
        competence=draft.competences.get(continues=w.competence), origins=[w.competence], actor=make.ACTOR
    )


@scenario(f"{LINES}.set_lineage")
def _(w, actor):
    competences.set_lineage(competence=_split(w), continues=w.competence, actor=actor)


@scenario(f"{LINES}.carry_level")
def _(w, actor):
    competences.carry_level(origin=_split(w).origins.get(), actor=actor, now=NOW)


@scenario(f"{PROFILES}.save_profile")
def _(w, actor):
    competences.save_profile(
        framework=w.framework, code="nowy", name_pl="nowy", levels={w.competence: 2}, actor=actor, now=NOW
    )


@scenario(f"{PROFILES}.end_profile")
def _(w, actor):
    competences.end_profile(profile=w.profile, last_day=TODAY, actor=actor, now=NOW)


@scenario("training.competences.loader.load")
def _(w, actor):
    frameworks.load(frameworks.read(), code="inne", names=("Inne", "Other"), actor=actor, now=NOW)


@scenario(f"{LEDGER}.record")
def _(w, actor):
    entry = NewAssessment(
        person=w.third,
        competence=w.competence,
        level=2,
        kind=AssessmentKind.SUPERVISOR,
        valid_on=TODAY,
        evidence_kind="test",
        evidence_key="1",
        assessor=w.manager,
        assessor_role=AssessorRole.MANAGER,
    )
    assessments.record(entries=[entry], actor=actor, recorded_at=NOW)


@scenario(f"{STATEMENTS}.estimate")
def _(w, actor):
    assessments.estimate(person=w.learner, levels={w.competence: 3}, actor=actor, now=NOW)


@scenario(f"{STATEMENTS}.assess")
def _(w, actor):
    assessments.assess(person=w.learner, assessor=w.manager, levels={w.competence: 4}, actor=actor, now=NOW)


@scenario(f"{STATEMENTS}.take_back")
def _(w, actor):
    kind = AssessmentKind.SUPERVISOR
    assessments.take_back(
        person=w.learner, competence=w.competence, kind=kind, assessor=w.manager, actor=actor, now=NOW
    )


@scenario(f"{STATEMENTS}.share_estimates")
def _(w, actor):
    assessments.share_estimates(person=w.learner, is_shared=True, actor=actor, now=NOW)
