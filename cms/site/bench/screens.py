"""Which lists and pages of Kompas the bench asks for, as whom and about which row.

Lists and pages of the admin follow from what each viewset registers; of the
others ``WRITTEN`` says who reads them and which row they are about.  What is
not measured is in ``EXEMPT`` with the reason.  ``screen_measures`` finds the
addresses and makes a measure of each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model
from django.urls import reverse

from certificates.register.models import Certificate
from cms.site.bench.base import ACTOR
from courses.calendars.actions import make_feed
from courses.catalogue.models import Course, Edition, Meeting
from courses.catalogue.states import EditionState
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.states import EnrolmentState
from courses.records.models import EditionRecord
from training.accounts.actions import make_codes
from training.accounts.models import ClaimCode
from training.competences.queries import published_competences
from training.kernel import time
from training.people import actions as people
from training.people.models import DistinctPeople, Employment, Merge, Organisation, Person, StaffImport
from training.people.queries import mandates_that_work
from training.people.states import ImportState


@dataclass(frozen=True)
class Kind:
    """What is promised of a kind of screen: milliseconds at most, and queries, however many rows there are."""

    milliseconds: float
    queries: int


LIST, PAGE = Kind(300, 30), Kind(150, 40)
# A printed or calculated file of one edition or institution: made to be kept, not to be looked through.
DOCUMENT = Kind(2000, 40)


@dataclass(frozen=True)
class Screen:
    """One address to ask for: ``keys`` finds what fills its gaps, ``query`` is what follows the question mark."""

    name: str
    kind: Kind
    user: str = ""
    keys: Callable[[], tuple] = tuple
    query: str = ""
    answers: tuple[int, ...] = (200,)

    @property
    def title(self) -> str:
        return f"{self.name}{self.query and '?' + self.query}"

    def address(self) -> str:
        return reverse(self.name, args=self.keys()) + (f"?{self.query}" if self.query else "")


class NothingToShow(Exception):
    """The demo region has no row for this screen."""


# ---- which rows --------------------------------------------------------------------------------------------------


def _key(rows: Any) -> tuple[int]:
    key = rows.values_list("pk", flat=True).first()
    if key is None:
        raise NothingToShow(f"no {rows.model._meta.verbose_name} to show")
    return (key,)


def _fullest(rows: Any, path: str) -> tuple[int]:
    """The row with the most of something: what is slow there is slow for somebody."""
    return _key(rows.annotate(size=Count(path)).order_by("-size", "pk"))


def _of(user: str) -> Person:
    return Person.objects.get(user__username=user)


def _running() -> Any:
    return Edition.objects.filter(state=EditionState.PUBLISHED)


def _closed_edition() -> tuple[int]:
    return _fullest(Edition.objects.filter(state=EditionState.CLOSED), "enrolments")


def _open_edition() -> tuple[int]:
    now = time.now()
    opened = Recruitment.objects.filter(opens_at__lte=now, closes_at__gt=now, edition__state=EditionState.PUBLISHED)
    return _key(
        Edition.objects.filter(recruitment__in=opened).exclude(enrolments__person=_of("pracownik")).order_by("pk")
    )


def _own_enrolment(**facts: Any) -> tuple[int]:
    return _key(Enrolment.objects.filter(person=_of("pracownik"), **facts).order_by("-pk"))


def _published_line() -> int:
    return published_competences()[0].line_id


def _begun_meeting() -> tuple[int]:
    return _fullest(Meeting.objects.filter(edition__in=_running(), starts_at__lte=time.now()), "marks")


def _to_verify() -> tuple[int, int]:
    """A taught edition whose outcomes were verified, and the person with the most verdicts."""
    (enrolment,) = _fullest(Enrolment.objects.filter(state=EnrolmentState.CONFIRMED), "verifications")
    return Enrolment.objects.values_list("edition", "pk").get(pk=enrolment)


def _to_issue() -> tuple[int]:
    return _fullest(Edition.objects, "enrolments__prepared_certificate")


def _coming() -> Any:
    return Edition.objects.filter(state=EditionState.PUBLISHED, starts_on__gt=time.today())


def _two_people() -> tuple[int, int]:
    first, second = Person.objects.living().order_by("pk").values_list("pk", flat=True)[:2]
    return first, second


def _record() -> tuple[int, int]:
    record = EditionRecord.objects.latest("pk")
    return record.edition_id, record.version


def _institution() -> Organisation:
    return mandates_that_work(_of("kierownik"), time.today()).earliest("pk").organisation


def _colleague() -> tuple[int]:
    staff = Employment.objects.as_of(time.today()).filter(organisation=_institution())
    return (staff.exclude(person=_of("kierownik")).earliest("pk").person_id,)


# Rows that a new region has none of; made for the measure, and rolled back with it.


def _import() -> tuple[int]:
    about = {"file_name": "lista.xlsx", "file_hash": "0" * 64, "uploaded_by": ACTOR.name, "uploaded_at": time.now()}
    return (StaffImport.objects.create(state=ImportState.PREVIEWED, **about).pk,)


def _code() -> tuple[int]:
    person = Person.objects.living().filter(user__isnull=True, employments__isnull=False).earliest("pk")
    make_codes(people=[person], actor=ACTOR)
    return _key(ClaimCode.objects.filter(person=person))


def _merge() -> tuple[int]:
    kept, merged = Person.objects.living().filter(user__isnull=True).order_by("pk")[:2]
    return (people.merge_people(kept=kept, merged=merged, reason="Pomiar.", actor=ACTOR).pk,)


def _different_people() -> tuple[int]:
    first, second = Person.objects.living().order_by("pk")[:2]
    return (people.mark_distinct(first=first, second=second, actor=ACTOR).pk,)


def newest(model: type[Model]) -> Callable[[], tuple]:
    """The row an inspected model is shown by: the fullest where that matters, else the newest."""
    return lambda: FULLEST[model]() if model in FULLEST else _key(model._default_manager.order_by("-pk"))


FULLEST: dict[type[Model], Callable[[], tuple]] = {
    Course: lambda: _fullest(Course.objects, "editions"),
    Edition: lambda: _fullest(Edition.objects, "enrolments"),
    Organisation: lambda: _fullest(Organisation.objects, "employments"),
    Person: lambda: _fullest(Person.objects.living(), "enrolments"),
    StaffImport: _import,
    ClaimCode: _code,
    Merge: _merge,
    DistinctPeople: _different_people,
}


# ---- the screens -------------------------------------------------------------------------------------------------

# What each viewset of the admin has.
PARTS = {"index": LIST, "choose": LIST, "add": PAGE, "inspect": PAGE, "edit": PAGE, "history": PAGE}
WITHOUT_A_ROW = {"index", "choose", "add"}
OFFICE, LEARNER, MANAGER, TRAINER = "rops", "pracownik", "kierownik", "trener"

WRITTEN = (
    # The admin beside its viewsets.
    Screen("kompas_growth_report", LIST, OFFICE),
    Screen("kompas_growth_people", LIST, OFFICE, query="key=all&what=people"),
    Screen("kompas_growth_people", LIST, OFFICE, query="key=all&what=rose&page=3"),
    Screen("kompas_demand_report", LIST, OFFICE),
    Screen("kompas_prepared:edition", LIST, OFFICE, lambda: _to_issue()),
    Screen("kompas_certificate:document", PAGE, OFFICE, lambda: _key(Certificate.objects.order_by("-pk"))),
    Screen("kompas_applicants:join", PAGE, OFFICE, lambda: _open_edition()),
    Screen("kompas_applicants:recruitment", PAGE, OFFICE, lambda: _open_edition()),
    Screen("kompas_duplicate:compare", PAGE, OFFICE, lambda: _two_people()),
    # Asked by machines; in a region of another day some work is overdue.
    Screen("kompas_training:health", PAGE, answers=(200, 503)),
    Screen("kompas_training:health_of_pages", PAGE),
    # Screens for people: an account.
    Screen("kompas_training:messages", LIST, LEARNER),
    Screen("kompas_training:message", PAGE, LEARNER, lambda: _key(_of(LEARNER).notices.all())),
    Screen("kompas_training:account", PAGE, LEARNER),
    Screen("kompas_training:sign_in", PAGE),
    Screen("kompas_training:claim", PAGE),
    Screen("kompas_training:claim_code", PAGE),
    Screen("kompas_training:register", PAGE),
    Screen("kompas_training:password_change", PAGE, LEARNER),
    Screen("kompas_training:password_reset", PAGE),
    Screen("kompas_training:codes", PAGE, MANAGER),
    Screen("kompas_training:codes_of", LIST, MANAGER, lambda: (_institution().pk,)),
    # Own development, and that of a team.
    Screen("kompas_training:my_development", PAGE, LEARNER),
    Screen("kompas_training:estimates", PAGE, LEARNER),
    Screen("kompas_training:team", PAGE, MANAGER),
    Screen("kompas_training:team_xlsx", DOCUMENT, MANAGER),
    Screen("kompas_training:team_assess", PAGE, MANAGER, lambda: _colleague()),
    # Applications and calendars.
    Screen("kompas_courses:my_calendar", PAGE, LEARNER),
    Screen("kompas_courses:edition_calendar", PAGE, "", lambda: _open_edition()),
    Screen("kompas_courses:feed", PAGE, "", lambda: (make_feed(person=_of(LEARNER), actor=ACTOR).token,)),
    Screen("kompas_courses:my_enrolments", PAGE, LEARNER),
    Screen("kompas_courses:transcript", PAGE, LEARNER),
    Screen("kompas_courses:transcript_pdf", DOCUMENT, LEARNER),
    Screen("kompas_courses:transcript_xlsx", DOCUMENT, LEARNER),
    Screen("kompas_courses:apply", PAGE, LEARNER, lambda: _open_edition()),
    Screen("kompas_courses:enrolment", PAGE, LEARNER, lambda: _own_enrolment()),
    Screen("kompas_courses:withdraw", PAGE, LEARNER, lambda: _own_enrolment(state="confirmed", edition__in=_coming())),
    Screen("kompas_courses:wish_course", PAGE, LEARNER, lambda: (_running().earliest("pk").course_id,)),
    Screen("kompas_courses:wish_level", PAGE, LEARNER, lambda: (_published_line(), 1)),
    # Meetings and the register.
    Screen("kompas_courses:today", LIST, TRAINER),
    Screen("kompas_courses:today", LIST, OFFICE, query="wszystkie=1"),
    Screen("kompas_courses:today", LIST, OFFICE, query="wszystkie=1&page=99"),
    Screen("kompas_courses:roster", PAGE, OFFICE, lambda: _begun_meeting()),
    Screen("kompas_courses:close_meeting", PAGE, OFFICE, lambda: _begun_meeting()),
    Screen("kompas_courses:roster_history", PAGE, OFFICE, lambda: _begun_meeting()),
    Screen("kompas_courses:attendance_list_pdf", DOCUMENT, OFFICE, lambda: _begun_meeting()),
    Screen("kompas_courses:register_pdf", DOCUMENT, OFFICE, lambda: _closed_edition()),
    Screen("kompas_courses:register_xlsx", DOCUMENT, OFFICE, lambda: _closed_edition()),
    Screen("kompas_courses:my_attendance", PAGE, LEARNER, lambda: _own_enrolment(state=EnrolmentState.CONFIRMED)),
    # Outcomes, and the end of an edition.
    Screen("kompas_courses:editions_to_verify", LIST, OFFICE),
    Screen("kompas_courses:verify_edition", PAGE, OFFICE, lambda: _to_verify()[:1]),
    Screen("kompas_courses:verify_person", PAGE, OFFICE, lambda: _to_verify()),
    Screen("kompas_courses:close_edition", PAGE, OFFICE, lambda: _to_verify()[:1]),
    Screen("kompas_courses:edition_record", PAGE, OFFICE, lambda: _record()),
    # Certificates.
    Screen("kompas_certificates:my_certificates", PAGE, LEARNER),
    Screen("kompas_certificates:verify_form", PAGE),
    Screen("kompas_certificates:verify", PAGE, "", lambda: (Certificate.objects.latest("pk").token,)),
    Screen("kompas_site:search", LIST, query="szukaj=praca"),
)  # fmt: skip

SENT = "sent only: it has no page"
ONE_LETTER = "opened by a secret out of one letter, and shows one row"
STORED = "sends one stored file"
EXEMPT = {
    "kompas_applicants:group": "the rows of the list of applicants it was opened from, one edition's",
    "kompas_duplicate:apart": SENT,
    **{f"kompas_training:{name}": SENT for name in ("sign_out", "email_withdraw", "estimates_sharing")},
    **{f"kompas_training:{name}": SENT for name in ("messages_read", "message_unread", "kept_form")},
    "kompas_training:claim_link": ONE_LETTER,
    "kompas_training:password_reset_confirm": ONE_LETTER,
    "kompas_training:email_confirm": ONE_LETTER,
    "kompas_training:message_attachment": STORED,
    "kompas_courses:make_feed": SENT,
    "kompas_courses:renew_feed": SENT,
    "kompas_courses:revoke_feed": SENT,
    "kompas_courses:accept_offer": SENT,
    "kompas_courses:withdraw_wish": SENT,
    "kompas_courses:decline_offer": "the page of kompas_courses:withdraw with another question",
    "kompas_courses:roster_save": SENT,
    "kompas_courses:roster_undo": SENT,
    "kompas_courses:reopen_meeting": SENT,
    "kompas_courses:reopen_edition": SENT,
    "kompas_certificates:download": STORED,
}
EXEMPT_PARTS = {
    "index_results": "the list of :index without its frame",
    "history_results": "the list of :history without its frame",
    "choose_results": "the list of :choose without its frame",
    "chosen": "one row as JSON",
    "chosen_multiple": "some rows by their keys, as JSON",
    "create": "the form of :add in the window of a chooser",
    "delete": "a confirmation before one row is deleted",
}
A_STEP = "a confirmation before a step with one row"
