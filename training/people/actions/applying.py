"""Writing a judged staff list: people, posts, institutions, in a number of queries that does not grow per row."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.history import note_many
from training.kernel.polish import fold, squeeze
from training.kernel.refusals import Refusal
from training.people.actions.institutions import place_organisation, save_organisation, save_position
from training.people.actions.persons import addresses_beyond, propose_address, take_address, write_fields
from training.people.actions.posts import end_employment, end_resting_mandate
from training.people.actions.staff_numbers import write_listed_numbers
from training.people.models import (
    DERIVED,
    County,
    Employment,
    Mandate,
    Organisation,
    OrganisationAlias,
    OrganisationKind,
    Person,
    PositionAlias,
    StaffImport,
    StaffImportRow,
)
from training.people.queries import Judge, Judgement, Step, describe_changes, mandates_resting_on, records_of
from training.people.refusals import AddressBeyondYours
from training.people.rules import Decision, Reference, kind_of, post_key
from training.people.signals import tell_confirmed
from training.people.states import Identity, RowOutcome

BATCH = 500
_WRITTEN = (RowOutcome.NEW, RowOutcome.CHANGED)


def apply_judgements(
    staff_import: StaffImport, judgements: list[Judgement], judge: Judge, *, actor: Actor, now: datetime
) -> None:
    """Write what the judgements say.  The caller holds the locks and the transaction."""
    written = [judgement for judgement in judgements if judgement.outcome in _WRITTEN]
    organisations = _organisations(written, judge, actor, now)
    positions = _positions(written, actor)
    _remember_names(
        [judgement for judgement in judgements if judgement.outcome in (*_WRITTEN, RowOutcome.UNCHANGED)], judge
    )
    _move_institutions(written, actor, now)
    people = _people(written, _leaving(staff_import), actor, now)
    listed = [
        (people[judgement.row.number], organisations[judgement.organisation], judgement.staff_number)
        for judgement in written
    ]
    write_listed_numbers([entry for entry in listed if entry[2]], batch_size=BATCH)
    _posts(written, people, organisations, positions, actor, now)
    _link_rows(staff_import, written, people)
    _end_leavers(staff_import, actor, now)


def _organisations(written: list[Judgement], judge: Judge, actor: Actor, now: datetime) -> dict[Reference | None, int]:
    keys: dict[Reference | None, int] = {
        judgement.organisation: judgement.organisation.id
        for judgement in written
        if judgement.organisation and judgement.organisation.id
    }
    for judgement in written:
        if judgement.organisation and judgement.organisation.is_new and judgement.organisation not in keys:
            decision = judge.decision(judgement.row)
            made = save_organisation(
                name=judgement.row.organisation,
                number=judgement.row.organisation_number,
                kind=OrganisationKind.objects.get(code=decision.kind),
                county=County.objects.get(pk=decision.placed_in or 0),
                actor=actor,
                now=now,
            )
            keys[judgement.organisation] = made.pk
    return keys


def _move_institutions(written: list[Judgement], actor: Actor, now: datetime) -> None:
    """Record the counties that were answered for institutions on record, from today on."""
    counties = {
        judgement.organisation.id: judgement.county_id
        for judgement in written
        if judgement.organisation and judgement.organisation.id and judgement.county_id is not None
    }
    for organisation in Organisation.objects.filter(pk__in=counties).order_by("pk"):
        placed = organisation.placements.as_of(time.today(now)).order_by("-valid_from", "-pk").first()
        kind = placed.kind if placed else OrganisationKind.objects.filter(code=kind_of(organisation.name)).first()
        if kind is None:
            continue
        place_organisation(
            organisation=organisation,
            kind=kind,
            county=County.objects.get(pk=counties[organisation.pk]),
            valid_from=time.today(now) if placed else None,
            actor=actor,
            now=now,
        )


def _positions(written: list[Judgement], actor: Actor) -> dict[Reference | None, int]:
    keys: dict[Reference | None, int] = {
        judgement.position: judgement.position.id
        for judgement in written
        if judgement.position and judgement.position.id
    }
    for judgement in written:
        if judgement.position and judgement.position.is_new and judgement.position not in keys:
            keys[judgement.position] = save_position(name_pl=judgement.row.position, actor=actor).pk
    return keys


def _remember_names(judgements: list[Judgement], judge: Judge) -> None:
    """What was chosen once for a name is known the next time: the name becomes an alias."""
    institutions, posts = {}, {}
    for judgement in judgements:
        decision = judge.decision(judgement.row)
        if decision.organisation and decision.organisation.key and judgement.row.organisation:
            name = judgement.row.organisation
            institutions[fold(name)] = (decision.organisation.key, name)
        if decision.position and decision.position.key:
            posts[post_key(judgement.row.position)] = (decision.position.key, judgement.row.position)
    taken = set(Organisation.objects.filter(name_fold__in=institutions).values_list("name_fold", flat=True))
    for key, (organisation, name) in institutions.items():
        if key not in taken:
            OrganisationAlias.objects.get_or_create(
                organisation_id=organisation, name_fold=key, defaults={"name": squeeze(name)}
            )
    for position, name in posts.values():
        PositionAlias.objects.get_or_create(
            name_fold=fold(name), defaults={"position_id": position, "name": squeeze(name)}
        )


def _leaving(staff_import: StaffImport) -> set[int]:
    return {row.person_id for row, decision in _leavers(staff_import) if _last_day(decision) and row.person_id}


def _leavers(staff_import: StaffImport) -> list[tuple[StaffImportRow, Decision]]:
    rows = staff_import.rows.filter(outcome=RowOutcome.LEAVER)
    return [(row, Decision.of_json(row.decision)) for row in rows]


def _last_day(decision: Decision) -> date | None:
    """The day on which the leaver's posts end; ``None`` when they still work there, or nobody has said."""
    return decision.leaver.day if decision.leaver else None


def _people(written: list[Judgement], leaving: set[int], actor: Actor, now: datetime) -> dict[int, int]:
    """Make the new people and change the others; person ids by row number."""
    ids: dict[int, int] = {}
    makers = [judgement for judgement in written if judgement.outcome == RowOutcome.NEW and judgement.same_as is None]
    fresh = []
    for judgement in makers:
        row = judgement.row
        person = Person(last_name=row.last_name, first_name=row.first_name, email=row.email, phone=row.phone)
        fresh.append(person)
    # The addresses of new people count too: a mailbox on two records is nobody's own.
    refused = addresses_beyond(actor, [(person, person.email) for person in fresh])
    not_taken = [(person, AddressBeyondYours(email=person.email).sentence) for person in refused]
    for person in fresh:
        if any(person is judgement for judgement in refused):
            person.email = ""
        person.fill_keys()
    Person.objects.bulk_create(fresh, batch_size=BATCH)
    ids |= {judgement.row.number: person.pk for judgement, person in zip(makers, fresh, strict=True)}
    history: list[tuple[Any, Any, str]] = [(person, _("Added from a staff list"), "") for person in fresh]

    # Those who leave too, and all before anything of them is written: in the order of their keys, the one order in
    # which people are locked.  No key changes, so whoever only refers to them, a manager who assesses, need not wait.
    people: dict[int, Person] = {}
    keys = sorted({judgement.person_id for judgement in written if judgement.person_id} | leaving)
    for start in range(0, len(keys), BATCH):
        locked = Person.objects.select_for_update(no_key=True).filter(pk__in=keys[start : start + BATCH]).order_by("pk")
        people |= {person.pk: person for person in locked}
    changed = [
        (people[judgement.person_id], judgement.fields["email"])
        for judgement in written
        if judgement.person_id and judgement.fields.get("email")
    ]
    untouchable = {person.pk for person in addresses_beyond(actor, [(p, new) for p, new in changed if not p.user_id])}
    told: dict[int, list[str]] = defaultdict(list)
    listed: set[int] = set()
    proposed: dict[int, str] = {}
    for judgement in written:
        if judgement.person_id:
            ids[judgement.row.number] = judgement.person_id
            person = people[judgement.person_id]
            fields = dict(judgement.fields)
            if address := take_address(person, fields):
                proposed[person.pk] = address
            elif person.pk in untouchable and "email" in fields:
                not_taken.append((person, AddressBeyondYours(email=fields.pop("email")).sentence))
            told[person.pk] += write_fields(person, fields, on=time.today(now))
            if person.identity == Identity.UNCONFIRMED:
                # Whoever registered and is now on an institution's list is known to it.
                person.identity = Identity.LISTED
                listed.add(person.pk)
                told[person.pk].append(str(Identity.LISTED.label))
            told[person.pk] += [
                f"{change['field']}: {change['old'] or '–'} → {change['new']}"
                for change in describe_changes([change for change in judgement.changes if _is_other(change)])
            ]
            person.fill_keys()
        elif judgement.same_as is not None:
            ids[judgement.row.number] = ids[judgement.same_as]
    written_fields = ["last_name", "first_name", "email", "phone", "identity", *DERIVED]
    touched = listed | {judgement.person_id for judgement in written if judgement.fields and judgement.person_id}
    Person.objects.bulk_update([people[pk] for pk in sorted(touched)], written_fields, batch_size=BATCH)
    # Applications that waited until somebody knew who applied go on.
    for pk in sorted(listed):
        tell_confirmed(people[pk], actor)
    history += [(people[pk], _("Changed from a staff list"), "; ".join(lines)) for pk, lines in told.items() if lines]
    history += [(person, _("E-mail of the staff list not taken"), sentence) for person, sentence in not_taken]
    note_many(history, actor=actor)
    _propose({people[pk]: address for pk, address in proposed.items()}, actor)
    return ids


def _propose(addresses: dict[Person, str], actor: Actor) -> None:
    """New addresses of people with accounts wait for their links; who may not propose one leaves the old."""
    kept = []
    for person, address in addresses.items():
        try:
            propose_address(person, address, actor=actor)
        except Refusal as refusal:
            kept.append((person, _("E-mail of the staff list not taken"), refusal.sentence))
    note_many(kept, actor=actor)


def _is_other(change: dict[str, str]) -> bool:
    return change["field"] in ("position", "post", "since", "until", "staff_number")


def _posts(
    written: list[Judgement],
    people: dict[int, int],
    organisations: dict[Reference | None, int],
    positions: dict[Reference | None, int],
    actor: Actor,
    now: datetime,
) -> None:
    steps = [(judgement, step) for judgement in written for step in judgement.steps]
    held = Employment.objects.in_bulk({step.employment_id for _one, step in steps if step.employment_id})
    closings = dict(Organisation.objects.filter(closed_on__isnull=False).values_list("pk", "closed_on"))
    fresh: list[Employment] = []
    superseded: set[int] = set()
    for judgement, step in steps:
        place = (organisations[judgement.organisation], positions[judgement.position])
        old = held.get(step.employment_id)
        if old is not None:
            superseded.add(old.pk)
        fresh += _stepped(step, people[judgement.row.number], place, old, closings, now)
    keys = sorted(superseded)
    for start in range(0, len(keys), BATCH):
        Employment.objects.filter(pk__in=keys[start : start + BATCH]).update(superseded_at=now)
    Employment.objects.bulk_create(fresh, batch_size=BATCH)
    left = [held[key] for key in keys if key in held]
    at = {(old.person_id, old.organisation_id): old for old in left}
    resting = Mandate.objects.as_recorded().filter(without_post=False, person__in={person for person, _place in at})
    # Few people have a mandate: the posts of those only are looked at one by one.
    for person_id, organisation_id in sorted(set(resting.values_list("person_id", "organisation_id")) & at.keys()):
        _end_mandates_of(at[(person_id, organisation_id)], actor, now)


def _end_mandates_of(post: Employment, actor: Actor, now: datetime) -> None:
    """End mandates at an institution where a list has ended the person's last post."""
    posts = Employment.objects.as_recorded().filter(
        person__in=records_of(post.person), organisation=post.organisation_id
    )
    days = list(posts.values_list("valid_until", flat=True))
    if days and None not in days:
        last = max(days)
        for mandate in mandates_resting_on(post, last).select_related("organisation", "person").order_by("pk"):
            end_resting_mandate(mandate, last, actor=actor, now=now)


def _stepped(
    step: Step,
    person_id: int,
    place: tuple[int, int],
    old: Employment | None,
    closings: dict[int, date | None],
    now: datetime,
) -> Iterable[Employment]:
    """The rows that a step records; the one it starts from is superseded by the caller."""

    def record(organisation_id: int, position_id: int, since: date, until: date | None = None) -> Employment:
        return Employment(
            # What goes on from a row stays with its record, also when that one was merged into the person's.
            person_id=old.person_id if old is not None else person_id,
            organisation_id=organisation_id,
            position_id=position_id,
            valid_from=since,
            valid_until=until,
            recorded_at=now,
        )

    if step.verb == "start":
        # At an institution whose last day is known: until then.
        return [record(*place, step.day, closings.get(place[0]))]
    if old is None:
        raise LookupError(f"nothing on record to {step.verb}")
    if step.verb == "correct":
        return [record(old.organisation_id, old.position_id, step.day, old.valid_until)]
    if step.verb == "end":
        return [
            record(old.organisation_id, old.position_id, old.valid_from, min(step.day, old.valid_until or step.day))
        ]
    if step.day <= old.valid_from:
        return [record(*place, old.valid_from, old.valid_until)]
    before = record(old.organisation_id, old.position_id, old.valid_from, step.day - timedelta(days=1))
    return [before, record(*place, step.day, old.valid_until)]


def _link_rows(staff_import: StaffImport, written: list[Judgement], people: dict[int, int]) -> None:
    new = {judgement.row.number for judgement in written if judgement.outcome == RowOutcome.NEW}
    rows = list(staff_import.rows.filter(outcome=RowOutcome.NEW).only("pk", "number", "person_id"))
    for row in rows:
        if row.number in new:
            row.person_id = people[row.number]
    StaffImportRow.objects.bulk_update(rows, ["person"], batch_size=BATCH)


def _end_leavers(staff_import: StaffImport, actor: Actor, now: datetime) -> None:
    for row, decision in _leavers(staff_import):
        last = _last_day(decision)
        if last is None:
            continue
        for employment in Employment.objects.as_recorded().filter(pk__in=row.choices["leaver"]["employments"]):
            on = max(last, employment.valid_from)
            if employment.valid_until is not None and employment.valid_until <= on:
                # It ends before that day anyway, as with its institution, and is not made longer.
                continue
            end_employment(
                employment=employment,
                on=on,
                keep_mandates_because=decision.mandates_stay_because,
                actor=actor,
                now=now,
            )
