"""Who is who on a staff list: the rule, without a database."""

from datetime import date

import pytest

from training.kernel.polish import fold
from training.people import refusals
from training.people.rules import Listed, Reference, RegisteredPerson, RegisteredPost, compare, match

ON = date(2026, 11, 23)
HERE, ELSEWHERE = 5, 6
SOCIAL, HEAD = 1, 2


def registered(pk=7, last="Nowak", first="Anna", email="", phone="", former=(), at=HERE, post=SOCIAL, until=None):
    posts = (RegisteredPost(pk, at, post, date(2015, 1, 1), until),) if at else ()
    folds = frozenset(fold(name) for name in former)
    return RegisteredPerson(pk, last, first, email, phone, fold(f"{last} {first}"), folds, posts)


def listed(last="Nowak", first="Anna", email="", phone="", at=HERE, post=SOCIAL, number=4):
    return Listed(number, last, first, fold(f"{last} {first}"), email, phone, Reference(at), Reference(post))


def told(row, *people, own=True):
    return match(
        row,
        here=[person for person in people if person.posts_at(row.organisation_id)],
        namesakes=[person for person in people if person.is_named(row.name_fold)],
        by_email=[person for person in people if row.email and person.email == row.email],
        is_own_email=own and bool(row.email),
        on=ON,
    )


def test_nobody_known_is_a_new_person():
    match = told(listed())
    assert (match.person, match.doubt) == (None, None)


@pytest.mark.parametrize(
    "person",
    [
        registered(),
        registered(email="anna@example.org"),
        registered(post=HEAD),
        registered(last="NOWAK", first="ANNA"),
        registered(last="Kowalska", former=["Nowak Anna"]),
    ],
    ids=["the same", "no e-mail in the list", "another post", "other letters", "a former name"],
)
def test_the_same_name_at_the_same_institution_is_the_same_person(person):
    assert told(listed(), person).person == person


def test_another_e_mail_with_the_same_post_is_a_new_address():
    person = registered(email="old@example.org")
    assert told(listed(email="new@example.org"), person).person == person


def test_another_e_mail_and_another_post_is_a_doubt():
    match = told(listed(email="new@example.org", post=HEAD), registered(email="old@example.org"))
    assert (match.person, match.doubt.code) == (None, "other_contact_and_post")


def test_of_two_namesakes_here_the_e_mail_tells():
    first, second = registered(1, email="a@example.org"), registered(2, email="b@example.org")
    assert told(listed(email="b@example.org"), first, second).person == second


def test_two_namesakes_here_that_nothing_tells_apart_are_a_doubt():
    match = told(listed(), registered(1), registered(2))
    assert match.person is None
    assert match.doubt.code == "several_people"
    assert [candidate.id for candidate in match.candidates] == [1, 2]


def test_of_somebody_who_left_and_somebody_who_is_here_the_row_means_the_latter():
    gone, here = registered(1, until=date(2020, 1, 1)), registered(2)
    assert told(listed(), gone, here).person == here


def test_the_same_name_and_an_own_e_mail_is_the_same_person_anywhere():
    person = registered(email="a@example.org", at=ELSEWHERE)
    assert told(listed(email="a@example.org"), person).person == person


def test_the_same_name_and_a_shared_e_mail_elsewhere_is_a_doubt():
    person = registered(email="dps@example.org", at=ELSEWHERE)
    match = told(listed(email="dps@example.org"), person, own=False)
    assert (match.person, match.doubt.code) == (None, "same_name_elsewhere")


@pytest.mark.parametrize("email", ["", "other@example.org"])
def test_the_same_name_elsewhere_is_a_doubt_and_never_a_double(email):
    match = told(listed(email=email), registered(email="a@example.org", at=ELSEWHERE))
    assert (match.person, match.doubt.code) == (None, "same_name_elsewhere")


def test_an_own_e_mail_with_another_surname_is_a_doubt():
    match = told(listed(last="Kowalska", email="a@example.org"), registered(email="a@example.org"))
    assert (match.person, match.doubt.code) == (None, "same_email_other_name")


def test_an_e_mail_alone_is_not_identity():
    match = told(listed(last="Lis", first="Ewa", email="a@example.org"), registered(email="a@example.org"))
    assert (match.person, match.doubt) == (None, None)


def test_the_e_mail_pointing_elsewhere_than_the_name_is_a_doubt():
    match = told(listed(email="a@example.org"), registered(1), registered(2, email="a@example.org", at=ELSEWHERE))
    assert (match.person, match.doubt.code) == (None, "several_people")


@pytest.mark.parametrize(
    ("last", "first"),
    [("Nowak", "Anna Maria"), ("Nowak-Lis", "Anna"), ("Anna", "Nowak")],
    ids=["a second name", "a double surname", "swapped"],
)
def test_a_similar_name_here_is_a_doubt(last, first):
    match = told(listed(last=last, first=first), registered())
    assert (match.person, match.doubt.code) == (None, "similar_name")


def test_another_first_name_with_the_same_surname_is_another_person():
    assert told(listed(first="Ewa"), registered()).doubt is None


# ---- two rows of one list ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (listed(), listed(number=5), "row_repeated"),
        (listed(email="a@x.pl"), listed(number=5), "row_repeated"),
        (listed(email="a@x.pl"), listed(email="b@x.pl", number=5), "twice_in_list"),
        (listed(phone="1"), listed(phone="2", number=5), "twice_in_list"),
        (listed(), listed(post=HEAD, number=5), "same"),
        (listed(email="a@x.pl"), listed(email="a@x.pl", at=ELSEWHERE, number=5), "same"),
        (listed(email="a@x.pl"), listed(email="b@x.pl", at=ELSEWHERE, number=5), "two people"),
        (listed(), listed(at=ELSEWHERE, number=5), "twice_in_list"),
    ],
)
def test_two_rows_with_one_name(first, second, expected):
    pair = compare(second, first, is_own_email=True)
    verdict = "two people" if pair is None else "same" if pair.is_same else pair.fault.code
    assert verdict == expected


def test_every_fault_of_a_row_says_its_cure():
    for fault in refusals.ROW_FAULTS.values():
        assert str(fault.message)
        assert str(fault.cure)
