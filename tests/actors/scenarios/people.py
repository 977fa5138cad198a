"""Verbs of people, posts, institutions and staff lists."""

from tests import factories as make
from tests.actors.scenario import DAY, NOW, OTHER, TODAY, scenario
from tests.training.people.lists import row, staff_list
from training.people import actions as people
from training.people import loader as dictionaries
from training.people.actions.registering import Post, confirm_registration
from training.people.rules import Option, Question, Verb

PEOPLE = "training.people.actions"
_LIST = [row("Nowa Anna"), row("Nowy Jan")]


@scenario(f"{PEOPLE}.persons.save_person")
def _(w, actor):
    people.save_person(person=w.third, phone="600 700 800", actor=actor)


@scenario(f"{PEOPLE}.persons.register_person")
def _(w, actor):
    people.register_person(
        first_name="Iga", last_name="Nowa", email="iga@example.org", language="pl", user=None, actor=actor
    )


@scenario(f"{PEOPLE}.persons.attach_user")
def _(w, actor):
    people.attach_user(person=w.third, user=make.user(), actor=actor)


@scenario(f"{PEOPLE}.persons.note_password")
def _(w, actor):
    people.note_password(person=w.third, actor=actor)


@scenario(f"{PEOPLE}.persons.confirm_identity")
def _(w, actor):
    people.confirm_identity(person=make.person(identity="unconfirmed"), actor=actor)


@scenario(f"{PEOPLE}.registering.confirm_registration")
def _(w, actor):
    post = Post(w.organisation, w.position, TODAY)
    confirm_registration(person=make.person(identity="unconfirmed"), post=post, actor=actor)


@scenario(f"{PEOPLE}.posts.start_employment")
def _(w, actor):
    people.start_employment(
        person=w.third, organisation=w.organisation, position=w.position, valid_from=TODAY, actor=actor
    )


@scenario(f"{PEOPLE}.posts.end_employment")
def _(w, actor):
    people.end_employment(employment=w.employment, on=TODAY, actor=actor)


@scenario(f"{PEOPLE}.posts.correct_employment")
def _(w, actor):
    people.correct_employment(employment=w.employment, valid_from=TODAY - DAY, actor=actor)


@scenario(f"{PEOPLE}.posts.grant_mandate")
def _(w, actor):
    people.grant_mandate(
        person=w.colleague, organisation=w.organisation, without_post=True, reason="zastępstwo", actor=actor
    )


@scenario(f"{PEOPLE}.posts.end_resting_mandate")
def _(w, actor):
    people.end_resting_mandate(w.mandate, TODAY, actor=actor, now=make.NOW)


@scenario(f"{PEOPLE}.posts.end_mandate")
def _(w, actor):
    people.end_mandate(mandate=w.mandate, on=TODAY, actor=actor)


def _merged(w, actor):
    return people.merge_people(kept=w.third, merged=make.person(), reason="ta sama osoba", actor=actor)


@scenario(f"{PEOPLE}.staff_numbers.save_staff_number")
def _(w, actor):
    people.save_staff_number(person=w.colleague, organisation=w.organisation, number="77", actor=actor)


@scenario(f"{PEOPLE}.merging.merge_people")
def _(w, actor):
    _merged(w, actor)


@scenario(f"{PEOPLE}.merging.undo_merge")
def _(w, actor):
    people.undo_merge(merge=_merged(w, OTHER), reason="pomyłka", actor=actor)


@scenario(f"{PEOPLE}.merging.mark_distinct")
def _(w, actor):
    people.mark_distinct(first=w.third, second=make.person(), actor=actor)


@scenario(f"{PEOPLE}.merging.offer_again")
def _(w, actor):
    pair = people.mark_distinct(first=w.third, second=make.person(), actor=OTHER)
    people.offer_again(pair=pair, actor=actor)


@scenario(f"{PEOPLE}.institutions.save_organisation")
def _(w, actor):
    people.save_organisation(organisation=w.organisation, phone="81 000 00 00", actor=actor)


@scenario(f"{PEOPLE}.institutions.place_organisation")
def _(w, actor):
    county = make.CountyFactory(code="0601", name="bialski", is_city=False)
    people.place_organisation(organisation=w.organisation, kind=w.kind, county=county, valid_from=TODAY, actor=actor)


@scenario(f"{PEOPLE}.closing.close_organisation")
def _(w, actor):
    people.close_organisation(organisation=make.organisation(), closed_on=TODAY, reason="połączenie", actor=actor)


@scenario(f"{PEOPLE}.closing.reopen_organisation")
def _(w, actor):
    closed = people.close_organisation(
        organisation=make.organisation(), closed_on=TODAY, reason="połączenie", actor=make.ACTOR
    )
    people.reopen_organisation(organisation=closed, reason="pomyłka", actor=actor)


@scenario(f"{PEOPLE}.institutions.save_position")
def _(w, actor):
    people.save_position(name_pl="dowódca", actor=actor)


@scenario(f"{PEOPLE}.institutions.save_kind")
def _(w, actor):
    people.save_kind(code="XYZ", name_pl="izba", name_en="chamber", actor=actor)


@scenario(f"{PEOPLE}.institutions.save_county")
def _(w, actor):
    people.save_county(code="0699", name="nowy", actor=actor)


def _read_list(w, by):
    return people.import_staff(
        file=staff_list(*_LIST), file_name="lista.xlsx", organisation=w.organisation, actor=by, now=NOW
    )


@scenario(f"{PEOPLE}.staff_lists.import_staff")
def _(w, actor):
    _read_list(w, actor)


@scenario(f"{PEOPLE}.staff_lists.open_import")
def _(w, actor):
    people.open_import(file=staff_list(*_LIST), file_name="lista.xlsx", actor=actor, now=NOW)


@scenario(f"{PEOPLE}.deciding.decide", f"{PEOPLE}.deciding.decide_row")
def _(w, actor):
    line = _read_list(w, OTHER).rows.first()
    people.decide_row(row=line, question=Question.ROW, option=Option(Verb.SKIP), actor=actor, now=NOW)


@scenario(f"{PEOPLE}.staff_lists.apply_import", f"{PEOPLE}.applying.apply_judgements")
def _(w, actor):
    people.apply_import(staff_import=_read_list(w, OTHER), skip_invalid_rows=True, actor=actor, now=NOW)


@scenario(f"{PEOPLE}.staff_lists.discard_import")
def _(w, actor):
    people.discard_import(staff_import=_read_list(w, OTHER), actor=actor)


@scenario("training.people.loader.load_dictionaries")
def _(w, actor):
    dictionaries.load_dictionaries(actor=actor)
