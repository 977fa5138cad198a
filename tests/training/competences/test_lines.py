"""What a competence of a new version goes on from; what a version changes, and whom that touches."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from tests import factories as make
from tests.training.assessments.shapes import assessed
from tests.training.assessments.versions import (
    added,
    counterpart,
    describe,
    draft_of,
    publish,
    published,
    removed,
    rename,
)
from training.competences import actions, integrity, refusals
from training.competences.models import Competence, CompetenceLine, CompetenceOrigin, Level
from training.competences.queries import (
    competences_as_called,
    current_competences,
    difference_of,
    lines_not_in_force,
    published_competences,
)
from training.kernel import triggers

pytestmark = pytest.mark.django_db
DAY = date(2025, 12, 2)


def test_a_copy_continues_what_it_is_a_copy_of_and_shares_its_line():
    first, second = published(2)
    draft = draft_of(first)
    assert [(copy.continues, copy.line) for copy in draft.competences.order_by("order")] == [
        (first, first.line),
        (second, second.line),
    ]
    assert [*integrity.check_lines()] == []


def test_a_new_version_is_made_of_the_newest_whichever_is_asked_for():
    (competence,) = published(1)
    second = publish(draft_of(competence))
    third = actions.new_version(framework=competence.framework, actor=make.ACTOR)
    assert (third.version, third.competences.get().continues.framework) == (3, second)


def test_a_line_of_a_draft_goes_with_its_last_competence_and_a_published_one_stays():
    (competence,) = published(1)
    draft = draft_of(competence)
    fresh = added(draft, "Nowa", code="N")
    assert CompetenceLine.objects.count() == 2
    actions.delete_competence(competence=fresh, actor=make.ACTOR)
    removed(draft, competence)
    assert [*CompetenceLine.objects.all()] == [competence.line]


def test_what_begins_anew_gets_a_line_of_its_own_and_what_continues_gives_its_own_up():
    (competence,) = published(1)
    copy = counterpart(draft_of(competence), competence)
    apart = actions.set_lineage(competence=copy, actor=make.ACTOR)
    assert (apart.continues, apart.line == competence.line) == (None, False)
    again = actions.set_lineage(competence=copy, continues=competence, actor=make.ACTOR)
    assert (again.continues, again.line) == (competence, competence.line)
    assert CompetenceLine.objects.count() == 1


def test_a_competence_has_one_continuation():
    (competence,) = published(1)
    draft = draft_of(competence)
    fresh = added(draft, "Nowa", code="N")
    with pytest.raises(refusals.AlreadyContinued) as refusal:
        actions.set_lineage(competence=fresh, continues=competence, actor=make.ACTOR)
    assert refusal.value.facts["by"] == counterpart(draft, competence)
    with pytest.raises(DatabaseError), transaction.atomic():
        Competence.objects.filter(pk=fresh.pk).update(continues=competence)


def test_what_is_named_lies_in_an_earlier_published_version_of_the_same_framework():
    (competence,) = published(1)
    draft = draft_of(competence)
    fresh = added(draft, "Nowa", code="N")
    stranger = make.CompetenceFactory(framework=make.FrameworkFactory(code="inne"))
    for named in (stranger, counterpart(draft, competence)):
        with pytest.raises(refusals.NotAnEarlierVersion):
            actions.set_lineage(competence=fresh, continues=named, actor=make.ACTOR)
        with pytest.raises(refusals.NotAnEarlierVersion):
            actions.set_lineage(competence=fresh, origins=[named], actor=make.ACTOR)


def test_a_level_is_carried_from_one_origin_and_never_beside_what_is_continued():
    first, second, third = published(3)
    draft = draft_of(first)
    copy = counterpart(draft, first)
    with pytest.raises(refusals.CarriesNoOrigin):
        actions.set_lineage(competence=copy, origins=[second], carries=third, actor=make.ACTOR)
    with pytest.raises(refusals.CarriesTwoLevels):
        actions.set_lineage(competence=copy, continues=first, origins=[second], carries=second, actor=make.ACTOR)
    with pytest.raises(refusals.OriginNamedTwice):
        actions.set_lineage(competence=copy, continues=first, origins=[first], actor=make.ACTOR)
    fresh = added(draft, "Razem", code="N", origins=[second, third], carries=second)
    actions.set_lineage(competence=fresh, origins=[second, third], carries=third, actor=make.ACTOR)
    rows = fresh.origins.order_by("origin_id").values_list("origin", "carries", "decided_by", "carried_since")
    assert [*rows] == [(second.pk, False, "", None), (third.pk, True, make.ACTOR.name, None)]


def test_a_decision_is_kept_with_who_and_when_and_cannot_be_taken_back_once_it_counts():
    (competence,) = published(1)
    draft = draft_of(competence)
    removed(draft, competence)
    fresh = added(draft, "Część", code="N", origins=[competence])
    publish(draft)
    origin = actions.carry_level(origin=fresh.origins.get(), actor=make.ACTOR, now=make.NOW)
    assert (origin.decided_by, origin.decided_at, origin.carried_since) == (make.ACTOR.name, make.NOW, make.NOW)
    assert actions.carry_level(origin=origin, actor=make.ACTOR).decided_at == make.NOW
    for change in (
        lambda: CompetenceOrigin.objects.update(carries=False, decided_by="", decided_at=None, carried_since=None),
        lambda: CompetenceOrigin.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_is_published_keeps_its_line_in_the_database():
    first, second = published(2)
    for changes in ({"line": second.line}, {"continues": second}, {"name_pl": "Inna"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Competence.objects.filter(pk=first.pk).update(**changes)
    with pytest.raises(DatabaseError), transaction.atomic():
        Competence.objects.filter(pk=second.pk).delete()


def test_an_older_version_is_not_published_after_a_newer_one():
    (competence,) = published(1)
    old = actions.save_framework(code=competence.framework.code, name_pl="Stary szkic", actor=make.ACTOR)
    new = actions.save_framework(code=competence.framework.code, name_pl="Nowy szkic", actor=make.ACTOR)
    for framework in (old, new):
        for number in range(1, 5):
            Level.objects.create(framework=framework, number=number, name_pl=f"poziom {number}")
        domain = make.DomainFactory(framework=framework, code="D")
        describe(make.CompetenceFactory(framework=framework, domain=domain))
    publish(new)
    with pytest.raises(refusals.NewerVersionPublished):
        publish(old)


def _newest():
    return Competence.objects.get(framework__version=2)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (lambda second: Competence.objects.filter(framework__version=2).update(line=second.line), "not in its line"),
        (lambda second: Competence.objects.filter(framework__version=2).update(continues=None), "begin one line"),
        (
            lambda second: CompetenceOrigin.objects.create(competence=second, origin=_newest()),
            "not in an earlier version",
        ),
        (
            lambda second: CompetenceOrigin.objects.create(
                competence=_newest(), origin=second, carries=True, decided_by="x", decided_at=make.NOW
            ),
            "cannot be",
        ),
    ],
)
def test_the_check_finds_lines_that_were_broken_behind_the_back(fault, sentence):
    first, second = published(2)
    draft = draft_of(first)
    removed(draft, second)
    publish(draft)
    triggers.remove()
    fault(second)
    triggers.install()
    assert any(sentence in fault.sentence for fault in integrity.check_lines())


# ---- names -----------------------------------------------------------------------------------------------------------


def test_a_line_is_called_as_the_newest_published_version_calls_it_and_drafts_say_nothing():
    first, second = published(2)
    draft = draft_of(first)
    new = rename(counterpart(draft, first), "Nowa nazwa")
    removed(draft, second)
    assert competences_as_called([first.line_id]) == {first.line_id: first}
    publish(draft)
    assert competences_as_called([first.line_id, second.line_id]) == {first.line_id: new, second.line_id: second}
    assert current_competences([first, new]) == [new]
    assert published_competences() == [new, second]
    assert lines_not_in_force() == {second.line_id}


# ---- the difference --------------------------------------------------------------------------------------------------


@pytest.fixture
def reform():
    """A draft that does everything a version can do, and people whom it touches."""
    same, renamed, moved, split, dropped, left, right = published(7)
    draft = draft_of(same)
    rename(counterpart(draft, renamed), "Nowa nazwa")
    other = make.DomainFactory(framework=draft, code="D9", name_pl="Inny obszar")
    elsewhere = counterpart(draft, moved)
    rename(elsewhere, elsewhere.name_pl, domain=other, descriptors={4: ("inaczej", "")})
    for gone in (split, dropped, left, right):
        removed(draft, gone)
    added(draft, "Część pierwsza", code="N1", origins=[split], carries=split)
    added(draft, "Część druga", code="N2", origins=[split])
    added(draft, "Razem", code="N3", origins=[left, right])
    added(draft, "Zupełnie nowa", code="N4")
    holders = [make.employed() for _ in range(3)]
    for who in holders[:2]:
        assessed(who, dropped, 2, DAY)
    assessed(holders[0], left, 1, DAY)
    assessed(holders[0], renamed, 1, DAY)
    make.RoleProfileFactory(positions=[make.PositionFactory()], requirements={dropped: 2}, framework=same.framework)
    return draft


def test_the_difference_names_each_change_and_counts_whom_it_touches(reform):
    difference = difference_of(reform)
    changes = {
        (row.after.code if row.after else row.before[0].code): (
            [str(change) for change in row.difference.changes],
            dict(row.touched)["osoby z poziomem"],
            dict(row.touched)["osoby, których stanowisko jej wymaga"],
            row.loses_levels,
        )
        for row in difference.changed
    }
    old = {competence.order: competence.code for competence in difference.base.competences.all()}
    codes = [old[order] for order in sorted(old)]
    assert changes == {
        codes[1]: (["renamed"], 1, 0, False),
        codes[2]: (["moved"], 0, 0, False),
        "N1": (["split"], 0, 0, False),
        "N2": (["split"], 0, 0, False),
        "N3": (["merged"], 1, 0, True),
        "N4": (["new"], 0, 0, False),
        codes[4]: (["dropped"], 2, 3, True),
    }
    assert (difference.same, difference.base.version, difference.loses_levels) == (1, 1, True)
    # What is new touches nobody: it stands below what was dropped.
    assert [row.after.code if row.after else row.before[0].code for row in difference.changed][-2:] == [codes[4], "N4"]
    (moved,) = [row for row in difference.changed if row.difference.levels]
    assert moved.difference.levels == (4,)


def test_the_difference_costs_the_same_however_much_changes(reform, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        difference_of(reform)
    for number in range(5):
        added(reform, f"Jeszcze {number}", code=f"M{number}")
    with django_assert_max_num_queries(16):
        difference_of(reform)


# ---- screens ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def rops(client):
    client.force_login(make.user(is_superuser=True))
    return client


def test_publishing_shows_the_difference_and_asks_to_read_it_where_levels_stop_counting(rops, reform):
    address = reverse("kompas_framework:publish", args=[reform.pk])
    page = rops.get(address).content.decode()
    for words in ("zmieniona nazwa", "Zupełnie nowa", "usunięta", "osoby z poziomem"):
        assert words in page
    refused = rops.post(address)
    reform.refresh_from_db()
    assert (refused.status_code, reform.state) == (200, "draft")
    rops.post(address, {"is_understood": "on"})
    reform.refresh_from_db()
    assert reform.state == "published"


def test_making_a_version_leads_to_its_draft(rops):
    (competence,) = published(1)
    answer = rops.post(reverse("kompas_framework:new_version", args=[competence.framework_id]))
    draft = competence.continued_by.framework
    assert (answer.status_code, answer["Location"]) == (302, reverse("kompas_framework:inspect", args=[draft.pk]))


def test_a_version_that_only_renames_is_published_without_a_tick(rops):
    (competence,) = published(1)
    assessed(make.person(), competence, 2, DAY)
    draft = draft_of(competence)
    rename(counterpart(draft, competence), "Nowa nazwa")
    rops.post(reverse("kompas_framework:publish", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == "published"


def test_the_form_says_what_a_competence_goes_on_from(rops):
    first, second = published(2)
    draft = draft_of(first)
    copy = counterpart(draft, first)
    removed(draft, second)
    address = reverse("kompas_competence:edit", args=[copy.pk])
    assert f'<option value="{first.pk}" selected>' in rops.get(address).content.decode()
    data = {"domain": copy.domain_id, "code": copy.code, "order": copy.order, "name_pl": "Razem"}
    data |= {f"text_{number}_pl": f"poziom {number}" for number in range(1, 5)}
    answer = rops.post(address, {**data, "origins": [first.pk, second.pk], "carries": second.pk})
    assert answer.status_code == 302
    copy.refresh_from_db()
    assert (copy.continues, [*copy.origins.filter(carries=True).values_list("origin", flat=True)]) == (
        None,
        [second.pk],
    )
    refused = rops.post(address, {**data, "continues": first.pk, "origins": [first.pk]})
    assert "wskazano dwa razy" in refused.content.decode()


def test_a_level_can_be_carried_on_after_publishing_and_the_page_says_who_decided(rops):
    (competence,) = published(1)
    draft = draft_of(competence)
    removed(draft, competence)
    fresh = added(draft, "Część", code="N", origins=[competence])
    publish(draft)
    rops.post(reverse("kompas_competence:carry_level", args=[fresh.pk]), {"origin": fresh.origins.get().pk})
    origin = fresh.origins.get()
    assert origin.carries
    page = rops.get(reverse("kompas_competence:inspect", args=[fresh.pk])).content.decode()
    assert origin.decided_by in page
