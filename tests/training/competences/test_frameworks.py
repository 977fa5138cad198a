"""Frameworks are frozen when published; profiles of posts are dated, never overwritten."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests import factories as make
from tests.training.assessments.shapes import framework_with
from training.competences import actions, integrity, loader, refusals
from training.competences.models import Competence, Framework, Level, LevelDescriptor, Requirement, RoleProfile
from training.competences.queries import current_framework, profile_on, requirements_for, requirements_of
from training.kernel import triggers
from training.kernel.dated import BEFORE_RECORDS
from training.kernel.refusals import MoveNotAllowed

pytestmark = pytest.mark.django_db
CHANGE = date(2026, 9, 1)


@pytest.fixture
def draft():
    framework = framework_with(2)[0].framework
    for competence in framework.competences.all():
        for level in range(1, 5):
            competence.descriptors.create(level=level, text_pl=f"poziom {level}", text_en=f"level {level}")
    return framework


@pytest.fixture
def published(draft):
    return actions.publish(framework=draft, actor=make.ACTOR, now=make.NOW)


# ---- publishing ------------------------------------------------------------------------------------------------------


def test_publishing_freezes_the_content_and_twice_is_harmless(draft):
    first = actions.publish(framework=draft, actor=make.ACTOR, now=make.NOW)
    again = actions.publish(framework=draft, actor=make.ACTOR, now=make.NOW + timedelta(days=1))
    assert (again.state, again.published_at, len(again.content_hash)) == ("published", make.NOW, 64)
    assert first.content_hash == again.content_hash
    assert current_framework() == first


def test_a_level_without_a_descriptor_keeps_the_framework_a_draft(draft):
    LevelDescriptor.objects.filter(level=3).first().delete()
    with pytest.raises(refusals.FrameworkIsIncomplete) as refusal:
        actions.publish(framework=draft, actor=make.ACTOR)
    assert "3" in refusal.value.facts["missing"]
    assert current_framework() is None


def test_what_is_published_cannot_be_changed(published):
    competence = published.competences.first()
    domain = competence.domain
    for attempt in (
        lambda: actions.save_framework(framework=published, code="x", name_pl="Inne", actor=make.ACTOR),
        lambda: actions.save_competence(
            competence=competence, framework=published, domain=domain, code="X", name_pl="Inna", actor=make.ACTOR
        ),
        lambda: actions.save_competence(framework=published, domain=domain, code="X", name_pl="Nowa", actor=make.ACTOR),
        lambda: actions.delete_competence(competence=competence, actor=make.ACTOR),
    ):
        with pytest.raises(refusals.FrameworkIsFrozen):
            attempt()
    assert list(integrity.check_frameworks()) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda: Competence.objects.filter(pk=Competence.objects.first().pk).update(name_pl="Inna"),
        lambda: LevelDescriptor.objects.filter(pk=LevelDescriptor.objects.first().pk).update(text_pl="inny"),
        lambda: Level.objects.filter(number=4).delete(),
    ],
)
def test_a_change_behind_the_back_is_found(published, change):
    triggers.remove()
    change()
    triggers.install()
    (fault,) = integrity.check_frameworks()
    assert fault.keys["framework"] == published.pk


def test_a_new_version_is_a_draft_with_the_same_content(published):
    copy = actions.new_version(framework=published, actor=make.ACTOR)
    assert (copy.version, copy.state) == (2, "draft")
    assert actions.new_version(framework=published, actor=make.ACTOR) == copy
    again = actions.publish(framework=copy, actor=make.ACTOR, now=make.NOW + timedelta(days=1))
    assert current_framework() == again
    assert again.competences.count() == published.competences.count()
    assert list(integrity.check_frameworks()) == []


def test_a_draft_cannot_be_retired(draft):
    with pytest.raises(MoveNotAllowed):
        actions.retire(framework=draft, actor=make.ACTOR)


# ---- profiles --------------------------------------------------------------------------------------------------------


def saved(published, levels, **more):
    return actions.save_profile(
        framework=published,
        code="pracownik",
        name_pl="pracownik socjalny",
        positions=[make.PositionFactory()],
        levels=levels,
        actor=make.ACTOR,
        now=more.pop("now", make.NOW),
        **more,
    )


def test_a_change_from_a_day_on_leaves_the_time_before_as_it_was(published):
    first, second = published.competences.all()
    who = make.employed()
    profile = saved(published, {first: 2})
    saved(published, {first: 3, second: 1}, profile=profile, valid_from=CHANGE)
    assert requirements_of(who, CHANGE - timedelta(days=1)) == {first.line_id: 2}
    assert requirements_of(who, CHANGE) == {first.line_id: 3, second.line_id: 1}


def test_a_mended_profile_keeps_what_was_known_before(published):
    first, _second = published.competences.all()
    who = make.employed()
    profile = saved(published, {first: 2})
    later = make.NOW + timedelta(days=3)
    saved(published, {first: 4}, profile=profile, now=later)
    assert requirements_of(who, make.TODAY) == {first.line_id: 4}
    assert requirements_of(who, make.TODAY, recorded_until=later) == {first.line_id: 2}
    with pytest.raises(refusals.ProfileIsSuperseded):
        saved(published, {first: 1}, profile=profile)


def test_saving_the_same_profile_again_writes_nothing(published):
    first, _second = published.competences.all()
    profile = saved(published, {first: 2})
    assert saved(published, {first: 2}, profile=profile) == profile
    assert RoleProfile.objects.count() == 1


def test_a_competence_or_level_from_elsewhere_is_refused(published):
    first, _second = published.competences.all()
    stranger = make.CompetenceFactory(framework=make.FrameworkFactory(code="inne"))
    with pytest.raises(refusals.CompetenceNotInFramework):
        saved(published, {stranger: 2})
    with pytest.raises(refusals.LevelNotInFramework):
        saved(published, {first: 5})
    assert RoleProfile.objects.count() == 0


def test_two_posts_ask_for_the_higher_level(published, django_assert_num_queries):
    first, second = published.competences.all()
    other = make.PositionFactory(code="kierownik")
    who = make.employed()
    make.EmploymentFactory(person=who, position=other)
    make.RoleProfileFactory(framework=published, positions=[make.PositionFactory()], requirements={first: 3, second: 1})
    make.RoleProfileFactory(framework=published, positions=[other], requirements={first: 2, second: 4})
    others = [make.employed() for _ in range(3)]
    with django_assert_num_queries(3):
        required = requirements_for([who, *others], make.TODAY)
    assert required[who.pk] == {first.line_id: 3, second.line_id: 4}
    assert required[others[0].pk] == {first.line_id: 3, second.line_id: 1}


# ---- what Kompas ships -----------------------------------------------------------------------------------------------


def test_the_shipped_framework_is_loaded_once_with_its_profiles():
    worker, head = make.PositionFactory(), make.PositionFactory(code="kierownik", name_pl="kierownik")
    call_command("kompas_load_framework", verbosity=0)
    framework = Framework.objects.get()
    assert framework.state == "published"
    assert [framework.levels.count(), framework.domains.count(), framework.competences.count()] == [4, 5, 20]
    assert LevelDescriptor.objects.count() == 80
    assert RoleProfile.objects.count() == 11
    assert profile_on(worker, make.TODAY).code == "pracownik-socjalny"
    assert profile_on(head, make.TODAY).code == "kierownik-jednostki"
    assert not Requirement.objects.filter(level=0).exists()
    profiles = RoleProfile.objects.as_recorded()
    counts = [profiles.count(), Requirement.objects.filter(profile__in=profiles.all()).count()]
    late = make.PositionFactory(code="asystent-rodziny", name_pl="asystent rodziny")
    call_command("kompas_load_framework", verbosity=0)
    assert [profiles.count(), Requirement.objects.filter(profile__in=profiles.all()).count()] == counts
    # One more post is a further version of its profile; what was known before stays.
    assert RoleProfile.objects.filter(superseded_at__isnull=False).count() == 1
    assert profile_on(late, make.TODAY).code == "asystent-rodziny"
    assert list(integrity.check_frameworks()) == []


def test_every_shipped_profile_has_posts_in_the_shipped_dictionary():
    call_command("kompas_load_dictionaries", verbosity=0)
    loader.load(actor=make.ACTOR)
    profiles = RoleProfile.objects.all()
    assert profiles and all(profile.positions.exists() for profile in profiles)


# ---- the admin -------------------------------------------------------------------------------------------------------


@pytest.fixture
def rops(client):
    user = make.user(is_superuser=True)
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", ["kompas_framework", "kompas_competence", "kompas_profile"])
def test_lists_and_forms_open(rops, published, name):
    make.RoleProfileFactory(framework=published)
    model = {"kompas_framework": Framework, "kompas_competence": Competence, "kompas_profile": RoleProfile}[name]
    pk = model.objects.first().pk
    for page, args in (("index", []), ("add", []), ("edit", [pk]), ("inspect", [pk])):
        assert rops.get(reverse(f"{name}:{page}", args=args)).status_code == 200
    assert rops.get(reverse(f"{name}:index") + "?export=xlsx").status_code == 200


def test_a_framework_is_published_from_the_admin(rops, draft):
    rops.post(reverse("kompas_framework:publish", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == "published"


def test_the_form_of_a_published_competence_says_why_it_cannot_change(rops, published):
    competence = published.competences.first()
    data = {"domain": competence.domain_id, "code": "X", "order": "1", "name_pl": "Inna", "name_en": ""}
    answer = rops.post(reverse("kompas_competence:edit", args=[competence.pk]), data)
    assert answer.status_code == 200
    competence.refresh_from_db()
    assert competence.name_pl != "Inna"


def test_a_profile_is_written_from_the_admin(rops, published):
    first, _second = published.competences.all()
    position = make.PositionFactory()
    data = {"code": "nowy", "name_pl": "nowy profil", "name_en": "", "legal_basis": "", "from_day": ""}
    answer = rops.post(reverse("kompas_profile:add"), {**data, "positions": [position.pk], f"level_{first.pk}": "3"})
    assert answer.status_code == 302
    profile = RoleProfile.objects.get()
    assert (profile.valid_from, dict(profile.requirements.values_list("competence_id", "level"))) == (
        BEFORE_RECORDS,
        {first.pk: 3},
    )


# ---- files of later versions -----------------------------------------------------------------------------------------


def small(**more):
    """A file of a framework with two competences."""
    texts = {"levels_pl": ["a", "b"], "levels_en": ["a", "b"], "esco": []}
    level = {"descriptor_pl": "", "descriptor_en": "", "en": "x"}
    return {
        "levels": [{"level": 1, "pl": "jeden", **level}, {"level": 2, "pl": "dwa", **level}],
        "domains": [{"code": "D", "pl": "Obszar", "en": "Domain"}],
        "competences": [
            {"code": code, "domain": "D", "pl": name, "en": name, **texts} for code, name in (("A", "Ala"), ("B", "Be"))
        ],
        **more,
    }


def loaded(document):
    return loader.load(document, code="mala", names=("Mała", "Small"), actor=make.ACTOR)


def test_a_file_of_a_later_version_keeps_the_lines_it_names():
    first = loaded(small())
    document = small(version=2)
    document["competences"][0] |= {"code": "A2", "continues": "A"}
    document["competences"][1] |= {"origins": ["B"], "carries": "B"}
    second = loaded(document)
    assert loaded(document) == second
    old = {competence.code: competence for competence in first.competences.all()}
    new = {competence.code: competence for competence in second.competences.all()}
    assert (new["A2"].continues, new["A2"].line) == (old["A"], old["A"].line)
    assert (new["B"].continues, [row.origin for row in new["B"].origins.filter(carries=True)]) == (None, [old["B"]])
    third = loaded(small(version=3, lines="by_code"))
    assert {competence.code: competence.continues for competence in third.competences.all()} == {
        "A": None,
        "B": new["B"],
    }


def test_a_file_that_skips_a_version_or_names_an_unknown_code_writes_nothing():
    loaded(small())
    unknown = small(version=2)
    unknown["competences"][0]["continues"] = "Z"
    for document in (small(version=3), unknown):
        with pytest.raises(ValueError, match="version"):
            loaded(document)
    assert Framework.objects.count() == 1
