"""The catalogue of the demo: courses with standards, editions in every phase, meetings on working days."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from cms.site.demo.courses import TOPICS, Topic
from cms.site.demo.region import Region
from courses.catalogue.models import Course, Edition, Meeting, Module, Outcome, Standard
from courses.catalogue.states import EditionState, Mode, OutcomeKind, VerificationMethod
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.rules import is_late_offer, offer_ends
from courses.enrolment.states import HOLDS_A_SEAT, EnrolmentState
from courses.funding.models import EditionFunding, FundingSource
from training.competences.models import LevelDescriptor
from training.kernel import time
from training.people.models import OrganisationKind, Person, Position

# How many editions stand in each phase.
PHASES = {
    "S": {"closed": 45, "finished": 2, "running": 6, "recruiting": 14, "planned": 10, "draft": 2, "cancelled": 1},
    "M": {"closed": 806, "finished": 4, "running": 25, "recruiting": 35, "planned": 20, "draft": 5, "cancelled": 5},
}
COURSES = {"S": 40, "M": 300}
# What runs now and soon, first to last; where a list ends, and in the past, the catalogue goes round.
PROGRAMME = {
    "finished": ("MED", "KPA"),
    "running": ("DIA", "PSY", "ETY", "ASY", "WIE", "ROD"),
    "recruiting": (
        "DM", "KON", "NK", "DIA3", "UZA", "ZES", "PRO", "OSL", "TRP", "WYP", "LID", "DOR", "PSP", "PP",
    ),
    "planned": ("INT3", "DEI", "USL", "ROW", "PJM", "EWA", "KZ", "DM2", "BEZ", "SUP"),
    "draft": ("SDSM", "KLA"),
    "cancelled": ("ZLE",),
}  # fmt: skip
# Of those open now, these are everybody's wish.
CROWDED = (0, 2, 9)
STRIDE = 7  # shares no divisor with the number of courses, so the past visits each of them
VARIANTS = (
    "",
    " – dla kadr domów pomocy",
    " – dla zespołów powiatowych",
    " – dla organizacji pozarządowych",
    " – warsztat kontynuacyjny",
    " – dla nowych pracowników",
    " – dla kadry kierowniczej",
    " – studium przypadków",
)
VENUES = {
    "0663": ("Lublin, ul. Diamentowa 2, sala 12", "Lublin, ul. Krochmalna 13, sala konferencyjna"),
    "0662": ("Chełm, pl. Kościuszki 1, sala 3",),
    "0664": ("Zamość, ul. Partyzantów 3, aula",),
    "0661": ("Biała Podlaska, ul. Kraszewskiego 1, sala 8",),
    "0614": ("Puławy, ul. Lubelska 7, sala szkoleniowa",),
    "0618": ("Tomaszów Lubelski, ul. Lwowska 68, świetlica",),
    "0610": ("Łęczna, ul. Obrońców Pokoju 1, sala 2",),
    "0611": ("Łuków, ul. Świderska 12, sala 21",),
}
METHODS = {
    VerificationMethod.TEST: "Co najmniej 70% poprawnych odpowiedzi w teście.",
    VerificationMethod.CASE_TASK: "Rozwiązuje opisany przypadek i uzasadnia wybór działań.",
    VerificationMethod.OBSERVATION: "Wykonuje zadanie w symulacji zgodnie z arkuszem obserwacji.",
    VerificationMethod.INTERVIEW: "Omawia własny przykład z praktyki i odpowiada na pytania.",
}
# A standard plan of one day on site and one remote: clock times and didactic minutes.
ON_SITE_DAY, REMOTE_DAY = ("09:00", "15:45", 315), ("09:00", "13:00", 225)


@dataclass
class Run:
    """One edition with what the story needs."""

    edition: Edition
    phase: str
    turn: int  # its place in the phase
    topic: Topic
    meetings: list[Meeting] = field(default_factory=list)
    trainers: list[Person] = field(default_factory=list)
    assessor: Person | None = None
    recruitment: Recruitment | None = None
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def is_crowded(self) -> bool:
        return self.phase == "recruiting" and self.turn in CROWDED

    @property
    def is_todays(self) -> bool:
        """The group of the trainer one can sign in as: it meets on the region's day and nobody is marked yet."""
        return self.phase == "running" and self.turn == 0


def moments_of_offer(run: Run, offered_at: datetime) -> dict[str, datetime]:
    """The columns of an offer that waits for an answer: its working hours, but not past the first meeting."""
    lasts_until = time.add_working_hours(offered_at, 16)
    starts_at = min(meeting.starts_at for meeting in run.meetings)
    is_late = is_late_offer(offered_at, starts_at)
    ends = offer_ends(offered_at=offered_at, lasts_until=lasts_until, starts_at=starts_at, is_late=is_late)
    return {
        "offered_at": offered_at,
        "offer_lasts_until": lasts_until,
        "is_late_offer": is_late,
        "offer_expires_at": ends,
    }


def next_teaching_day(day: date, step: int = 1) -> date:
    """``day`` or the nearest one after (before) it that is no weekend and no holiday."""
    while not time.is_working_day(day):
        day += timedelta(days=step)
    return day


def build_courses(region: Region) -> list[tuple[Course, Topic, Standard | None, list[Outcome]]]:
    kinds = {kind.code: kind for kind in OrganisationKind.objects.all()}
    heads = list(Position.objects.filter(is_head=True))
    made = []
    for number in range(COURSES[region.size]):
        topic = TOPICS[number % len(TOPICS)]
        variant = VARIANTS[number // len(TOPICS)]
        course = Course.objects.create(
            code=topic.code if not variant else f"{topic.code}-{number // len(TOPICS) + 1}",
            title=topic.title + variant,
            summary=topic.summary,
            purpose=f"Po szkoleniu uczestnicy stosują w swojej pracy to, co obejmuje program: {_in_a_row(topic.modules)}.",
            audience=_audience(topic),
            mode=topic.mode,
        )
        course.kinds.set(kinds[code] for code in topic.kinds.split())
        course.competences.set(region.competences[code] for code, _level in topic.aims)
        if topic.code in ("LID", "KZ"):
            course.positions.set(heads)
        total = topic.days * (REMOTE_DAY if topic.mode == Mode.REMOTE else ON_SITE_DAY)[2]
        share = total // len(topic.modules) // 15 * 15
        Module.objects.bulk_create(
            Module(
                course=course,
                order=order,
                title=title,
                minutes=share if order < len(topic.modules) - 1 else total - share * (len(topic.modules) - 1),
            )
            for order, title in enumerate(topic.modules)
        )
        standard, outcomes = _standard(region, course, topic) if topic.has_standard else (None, [])
        made.append((course, topic, standard, outcomes))
    return made


def _in_a_row(titles: tuple[str, ...]) -> str:
    """Titles inside a sentence: a small first letter, unless the word is an abbreviation."""
    return "; ".join(title if title[:2].isupper() else title[0].lower() + title[1:] for title in titles)


def _audience(topic: Topic) -> str:
    """In words; which kinds of institutions is said beside it, from the dictionary."""
    if not topic.kinds:
        return "Wszystkie osoby zatrudnione w pomocy i integracji społecznej województwa lubelskiego."
    return "Kadry pomocy i integracji społecznej województwa lubelskiego."


def _standard(region: Region, course: Course, topic: Topic) -> tuple[Standard, list[Outcome]]:
    """Outcomes follow the descriptors of the level: what a person does who has it."""
    standard = Standard.objects.create(course=course, scope=topic.summary, target_group=course.audience)
    outcomes, methods = [], list(METHODS)
    for order, (code, level) in enumerate(topic.aims):
        competence = region.competences[code]
        text = LevelDescriptor.objects.get(competence=competence, level=level).text_pl
        # A descriptor names two or three things; the first is knowing-how, the rest stands beside it.
        parts = [part.strip().rstrip(".") for part in text.split(";")]
        for turn, part in enumerate(parts[:2]):
            method = methods[(order + turn) % len(methods)]
            outcomes.append(
                Outcome(
                    standard=standard,
                    order=order * 10 + turn,
                    kind=OutcomeKind.SKILL if turn == 0 else OutcomeKind.SOCIAL,
                    text=part[0].upper() + part[1:] + ".",
                    criterion=METHODS[method],
                    method=method,
                    competence=competence,
                    level=level,
                    is_required=turn == 0 or len(parts) == 2,
                )
            )
    return standard, Outcome.objects.bulk_create(outcomes)


def build_editions(region: Region, courses: list, funding: FundingSource | None) -> list[Run]:
    rng = Random(f"editions {region.size}")
    runs, numbers = [], {}
    by_code = {course.code: place for place, (course, *_rest) in enumerate(courses)}
    for phase, count in PHASES[region.size].items():
        planned = PROGRAMME.get(phase, ())
        for index in range(count):
            place = by_code[planned[index]] if index < len(planned) else (len(runs) * STRIDE + 3) % len(courses)
            course, topic, standard, outcomes = courses[place]
            first = _first_day(region, phase, index, count, topic, rng)
            year = (first or region.day).year
            numbers[course.pk, year] = numbers.get((course.pk, year), 0) + 1
            county = rng.choice(list(VENUES))
            edition = Edition(
                course=course,
                code=f"{numbers[course.pk, year]}/{year}",
                standard=standard,
                state=EditionState.DRAFT if phase == "draft" else EditionState.PUBLISHED,
                mode=topic.mode,
                county=region.counties[county] if topic.mode != Mode.REMOTE else None,
                venue=rng.choice(VENUES[county]) if topic.mode != Mode.REMOTE else "",
                online_link="https://spotkania.example/kompas" if topic.mode != Mode.ON_SITE else "",
                contact_name="Joanna Wysocka",
                contact_email="szkolenia@rops-lublin.example",
                contact_phone="81 528 76 50",
            )
            if phase == "cancelled":
                edition.state = EditionState.CANCELLED
                edition.cancelled_reason = "Zbyt mało zgłoszeń."
            run = Run(edition, phase, index, topic, outcomes=outcomes)
            run.trainers = rng.sample(region.trainers, 1 if topic.days == 1 else 2)
            run.assessor = rng.choice(region.assessors) if standard else None
            _seat_cast(region, run)
            run.meetings = _meetings(region, run, first)
            edition.starts_on = time.today(run.meetings[0].starts_at)
            edition.ends_on = time.today(run.meetings[-1].starts_at)
            edition.save()
            runs.append(run)
    _save_meetings(runs)
    for number, run in enumerate(runs):
        if funding and number % 3 == 0:
            EditionFunding.objects.create(edition=run.edition, source=funding)
    return runs


def _seat_cast(region: Region, run: Run) -> None:
    """The trainer one can sign in as teaches today's group; the assessor has one that waits for them."""
    demo_trainer = region.trainers[0]
    if run.is_todays:
        run.trainers = [demo_trainer, *(trainer for trainer in run.trainers if trainer is not demo_trainer)][
            : len(run.trainers)
        ]
    elif run.phase == "finished" and demo_trainer in run.trainers:
        run.trainers = [trainer for trainer in region.trainers if trainer not in run.trainers][: len(run.trainers)]
    if run.phase == "finished" and run.turn == 0:
        run.assessor = region.assessors[0]


def _first_day(region: Region, phase: str, index: int, count: int, topic: Topic, rng: Random) -> date:
    day = region.day
    if phase == "closed":  # spread over three and a half years, none in the last five weeks
        return next_teaching_day(day - timedelta(days=36 + 10 + int(1200 * (count - index) / count)))
    if phase == "finished":
        return next_teaching_day(day - timedelta(days=12 + index), step=-1)
    if phase == "running" and index == 0:
        # Today, a Saturday too.  Nobody teaches on a Sunday or a holiday: then it was
        # the day before, and the register of that meeting still waits to be filled in.
        while time.is_holiday_or_sunday(day):
            day -= timedelta(days=1)
        return day
    if phase == "running":
        return next_teaching_day(day - timedelta(days=7 * (1 + index % 3)))
    if phase == "recruiting":
        return next_teaching_day(day + timedelta(days=16 + index * 3))
    if phase == "cancelled":
        return next_teaching_day(day + timedelta(days=20 + index))
    return next_teaching_day(day + timedelta(days=75 + index * 5))


def _meetings(region: Region, run: Run, first: date) -> list[Meeting]:
    """Days in a row; a running edition goes on after the day, so it has at least two, weeks apart."""
    begin, end, minutes = REMOTE_DAY if run.topic.mode == Mode.REMOTE else ON_SITE_DAY
    days, day = [], first
    count = max(run.topic.days, 2) if run.phase == "running" else run.topic.days
    for number in range(count):
        if number and run.phase == "running" and number == count - 1:
            day = next_teaching_day(max(region.day, day) + timedelta(days=7))
        days.append(day)
        day = next_teaching_day(day + timedelta(days=1))
    modules = list(run.edition.course.modules.all())
    return [
        Meeting(
            edition=run.edition,
            starts_at=time.at(day, begin),
            ends_at=time.at(day, end),
            minutes=minutes,
            topic=modules[number % len(modules)].title,
            module=modules[number % len(modules)],
        )
        for number, day in enumerate(days)
    ]


def _save_meetings(runs: list[Run]) -> None:
    Meeting.objects.bulk_create([meeting for run in runs for meeting in run.meetings], batch_size=500)
    through = Meeting.trainers.through
    through.objects.bulk_create(
        [
            through(meeting=meeting, person=run.trainers[number % len(run.trainers)])
            for run in runs
            for number, meeting in enumerate(run.meetings)
        ],
        batch_size=1000,
    )


def opening(run: Run, region: Region) -> tuple[datetime, datetime]:
    """The recruitment window: it closes a week before the first meeting."""
    first = run.edition.starts_on
    closes = time.at(first - timedelta(days=7), "23:59")
    if run.phase == "recruiting":
        return time.at(next_teaching_day(region.day - timedelta(days=9), -1), "08:00"), closes
    if run.phase == "planned":
        return time.at(next_teaching_day(region.day + timedelta(days=10)), "08:00"), closes
    return time.at(first - timedelta(days=35), "08:00"), closes


def set_institution_limit(runs: list[Run], rows: list[Enrolment]) -> None:
    """The first open edition where nobody waits takes at most two of one institution, or as many as it has."""
    by_edition: dict[int, list[Enrolment]] = {}
    for row in rows:
        by_edition.setdefault(row.edition_id, []).append(row)
    for run in runs:
        there = by_edition.get(run.edition.pk, [])
        if run.phase == "recruiting" and there and all(row.state != EnrolmentState.WAITING for row in there):
            held = Counter(row.organisation_id for row in there if row.state in HOLDS_A_SEAT)
            run.recruitment.organisation_limit = max(2, *held.values(), 0)
            run.recruitment.save(update_fields=["organisation_limit"])
            return
