"""The scale of a framework: of any length from two to nine, and of one length in all its versions."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories as make
from tests.training.assessments.shapes import assessed
from tests.training.assessments.versions import counterpart, draft_of, publish, published
from training.competences import actions, integrity, refusals
from training.competences.models import Framework, Level, LevelDescriptor
from training.competences.queries import difference_of
from training.kernel import time

pytestmark = pytest.mark.django_db
DAY = date(2025, 12, 2)
ADD = {"code": "inne", "name_pl": "Inne ramy", "name_en": "", "new_domains": "A; Pierwszy"}


@pytest.fixture
def rops(client):
    client.force_login(make.user(is_superuser=True))
    return client


def scale(length, name="poziom"):
    return [{"number": number, "name_pl": f"{name} {number}"} for number in range(1, length + 1)]


def rescaled(draft, levels):
    facts = {"code": draft.code, "name_pl": draft.name_pl, "actor": make.ACTOR}
    return actions.save_framework(framework=draft, levels=levels, **facts)


def other(length):
    """A framework of its own with a scale of some length, published, with one competence."""
    facts = {"code": f"inne-{length}", "name_pl": "Inne", "actor": make.ACTOR}
    framework = actions.save_framework(**facts, levels=scale(length), domains=[{"code": "A", "name_pl": "Obszar"}])
    competence = actions.save_competence(
        framework=framework,
        domain=framework.domains.get(),
        code="A1",
        name_pl="Rozmowa",
        descriptors={number: (f"widać {number}", "") for number in range(1, length + 1)},
        actor=make.ACTOR,
    )
    actions.publish(framework=framework, actor=make.ACTOR)
    return competence


# ---- versions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [3, 5])
def test_a_version_with_a_scale_of_another_length_is_not_saved(length):
    (competence,) = published(1)
    draft = draft_of(competence)
    with pytest.raises(refusals.ScaleHasAnotherLength) as refusal:
        rescaled(draft, scale(length))
    assert (refusal.value.facts["top"], refusal.value.facts["kept"], refusal.value.facts["version"]) == (length, 4, 1)


def test_a_draft_whose_scale_was_changed_behind_the_back_is_not_published_and_the_page_says_so(rops):
    (competence,) = published(1)
    draft = draft_of(competence)
    make.LevelFactory(framework=draft, number=5, name_pl="mistrzowski")
    counterpart(draft, competence).descriptors.create(level=5, text_pl="mistrz")
    with pytest.raises(refusals.ScaleHasAnotherLength):
        publish(draft)
    address = reverse("kompas_framework:publish", args=[draft.pk])
    assert "Skala kończy się na innym poziomie" in rops.get(address).content.decode()
    assert "zacznij inne ramy" in rops.post(address).content.decode()
    assert Framework.objects.get(pk=draft.pk).state == "draft"


def test_the_check_finds_a_published_version_with_a_scale_of_another_length():
    (competence,) = published(1)
    draft = publish(draft_of(competence))
    assert [*integrity.check_scales()] == []
    Level.objects.filter(framework=draft, number=4).delete()
    (fault,) = integrity.check_scales()
    assert (fault.keys["version"], fault.keys["levels"], fault.keys["before"]) == (2, 3, 4)


def test_a_level_named_otherwise_is_shown_with_how_many_people_hold_it():
    first, second = published(2)
    draft = draft_of(first)
    levels = [*scale(3), {"number": 4, "name_pl": "mistrzowski"}]
    rescaled(draft, [{**level, "name_en": f"level {level['number']}"} for level in levels])
    holders = [make.person() for _ in range(3)]
    assessed(holders[0], first, 4, DAY)
    assessed(holders[0], second, 4, DAY)
    assessed(holders[1], second, 4, DAY)
    assessed(holders[2], second, 3, DAY)
    (changed,) = difference_of(draft).levels
    assert (changed.number, str(changed.before), str(changed.after)) == (4, "poziom 4", "mistrzowski")
    assert dict(changed.touched) == {"osoby, które go mają w którejś kompetencji": 2}


# ---- scales of other lengths -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [1, 10])
def test_a_scale_has_from_two_to_nine_levels(rops, length):
    lines = "\n".join(f"poziom {number}; level {number}" for number in range(length))
    answer = rops.post(reverse("kompas_framework:add"), {**ADD, "new_levels": lines})
    assert answer.status_code == 200
    assert answer.context["form"].errors["new_levels"]
    assert not Framework.objects.exists()


def test_a_scale_of_one_level_is_not_published():
    with pytest.raises(refusals.FrameworkIsIncomplete):
        other(1)


def test_a_scale_is_written_lengthened_and_shortened_until_the_first_version_is_published(rops):
    answer = rops.post(reverse("kompas_framework:add"), {**ADD, "new_levels": "niski; low\n\nśredni\nwysoki;high"})
    assert answer.status_code == 302
    framework = Framework.objects.get()
    assert [*framework.levels.values_list("number", "name_pl", "name_en")] == [
        (1, "niski", "low"),
        (2, "średni", ""),
        (3, "wysoki", "high"),
    ]
    domain = framework.domains.get()
    facts = {"framework": framework, "domain": domain, "code": "A1", "name_pl": "Rozmowa", "actor": make.ACTOR}
    competence = actions.save_competence(**facts, descriptors=dict.fromkeys((1, 2, 3), ("widać", "")))
    address = reverse("kompas_framework:edit", args=[framework.pk])
    sent = {name: field.initial or "" for name, field in rops.get(address).context["form"].fields.items()}
    sent |= {"name_pl": framework.name_pl, f"domain_{domain.pk}_name_pl": domain.name_pl}
    assert rops.post(address, {**sent, "without_top": "on", "new_levels": "wyższy\nnajwyższy"}).status_code == 302
    assert [*framework.levels.values_list("number", "name_pl")] == [
        (1, "niski"),
        (2, "średni"),
        (3, "wyższy"),
        (4, "najwyższy"),
    ]
    # What a level that went looked like in a competence goes with it.
    competence.descriptors.create(level=4, text_pl="widać")
    sent |= {"level_3_name_pl": "wyższy", "level_4_name_pl": "najwyższy", "without_top": "on"}
    assert rops.post(address, sent).status_code == 302
    assert [*competence.descriptors.values_list("level", flat=True)] == [1, 2, 3]


def test_a_later_version_asks_for_no_other_length(rops):
    (competence,) = published(1)
    form = rops.get(reverse("kompas_framework:edit", args=[draft_of(competence).pk])).context["form"]
    assert not {"new_levels", "without_top"} & form.fields.keys()
    assert "level_4_name_pl" in form.fields


@pytest.mark.parametrize("length", [2, 6])
def test_the_form_of_a_competence_asks_for_the_levels_of_its_scale(rops, length):
    competence = other(length)
    draft = draft_of(competence)
    pages = (reverse("kompas_competence:add"), reverse("kompas_competence:edit", args=[draft.competences.get().pk]))
    for address in pages:
        asked = {name for name in rops.get(address).context["form"].fields if name.startswith("text_")}
        assert asked == {f"text_{number}_{language}" for number in range(1, length + 1) for language in ("pl", "en")}
    with pytest.raises(refusals.LevelNotInFramework):
        actions.save_competence(
            framework=draft,
            domain=draft.domains.get(),
            code="A2",
            name_pl="Druga",
            descriptors={length + 1: ("za wysoko", "")},
            actor=make.ACTOR,
        )
    assert not LevelDescriptor.objects.filter(level=length + 1).exists()


@pytest.mark.parametrize("length", [2, 6])
def test_the_desk_and_the_report_draw_a_scale_of_any_length(rops, client, length):
    competence = other(length)
    office = make.OrganisationFactory()
    who = make.person(user=make.user())
    make.EmploymentFactory(person=who, organisation=office, position=make.PositionFactory())
    make.RoleProfileFactory(
        framework=competence.framework, positions=[make.PositionFactory()], requirements={competence: length}
    )
    assessed(who, competence, length, DAY)
    report = rops.get(reverse("kompas_growth_report")).content.decode()
    assert f"poziomy są od 1 do {length}" in report
    client.force_login(who.user)
    page = client.get(reverse("kompas_training:my_development"))
    (row,) = page.context["rows"]
    assert row["bullet"].count("kc-on") == length and row["bullet"].count('class="kc-bt') == length
    assert f"{length}\u00a0–\u00a0poziom {length}" in page.content.decode()
    estimates = client.get(reverse("kompas_training:estimates")).context["domains"]
    assert [level.number for level in estimates[0]["cards"][0].levels] == [*range(1, length + 1)]
    assert time.today() > DAY


def test_each_competence_of_a_form_of_levels_has_the_scale_of_its_own_framework(client):
    short, long = other(2), other(6)
    who = make.person(user=make.user())
    for competence, post in ((short, "jeden"), (long, "dwa")):
        position = make.PositionFactory(code=post)
        make.EmploymentFactory(person=who, position=position)
        make.RoleProfileFactory(framework=competence.framework, positions=[position], requirements={competence: 2})
    client.force_login(who.user)
    page = client.get(reverse("kompas_training:estimates"))
    cards = {card.competence: len(card.levels) for group in page.context["domains"] for card in group["cards"]}
    assert cards == {short: 2, long: 6}
