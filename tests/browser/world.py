"""A small region in which every front screen has something to show."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

from django.contrib.auth.models import Group

from certificates.register import actions as register
from certificates.register.models import Prepared
from cms import addresses
from cms.pages.models import CoursePage, HelpPage, PracticePage, StandardPage, TermsPage
from courses.attendance import actions as attendance
from courses.attendance.rules import MarkEntry
from courses.attendance.states import MarkedHow, Presence
from courses.calendars import actions as calendars
from courses.catalogue import actions as catalogue
from courses.completion import actions as completion
from courses.completion.actions import NewVerdict
from courses.enrolment import actions as enrolment
from courses.enrolment.actions import recruiting
from tests import factories as make
from tests.cms.statements import statement
from training.accounts import actions as accounts
from training.accounts.registry import COORDINATOR, GROUPS
from training.assessments import actions as assessments
from training.competences.states import FrameworkState
from training.kernel import time

ACTOR = make.ACTOR
DAY = timedelta(days=1)
TEXT = (
    "Jak rozmawiać z osobą, która jeszcze nie wie, czy chce coś zmienić. Ćwiczymy pytania otwarte, "
    "odzwierciedlenia i podsumowania na przykładach z pracy."
)


def competences(post=None):
    """A published framework of two domains and four competences, each level described, and the profile of a post."""
    framework = make.FrameworkFactory(state=FrameworkState.PUBLISHED, published_at=make.LONG_AGO, content_hash="a" * 64)
    words = [("podstawowy", "basic"), ("praktyczny", "working"), ("biegły", "proficient"), ("ekspercki", "expert")]
    for number, (pl, en) in enumerate(words, start=1):
        make.LevelFactory(framework=framework, number=number, name_pl=pl, name_en=en)
    domains = [
        make.DomainFactory(framework=framework, code="D1", name_pl="Praca socjalna", name_en="Social work"),
        make.DomainFactory(framework=framework, code="D2", name_pl="Współpraca", name_en="Working together"),
    ]
    names = [
        ("Rozmowa motywująca", "Motivational interviewing"),
        ("Diagnoza sytuacji rodziny", "Assessing a family's situation"),
        ("Praca w zespole interdyscyplinarnym", "Working in an interdisciplinary team"),
        ("Dokumentowanie pracy", "Keeping records"),
    ]
    made = []
    for order, (pl, en) in enumerate(names):
        competence = make.CompetenceFactory(
            framework=framework, domain=domains[order // 2], code=f"C{order}", order=order, name_pl=pl, name_en=en
        )
        for number in range(1, 5):
            competence.descriptors.create(
                level=number,
                text_pl=f"Stosuje „{pl.lower()}” na poziomie {number}.",
                text_en=f"Uses “{en.lower()}” at level {number}.",
            )
        made.append(competence)
    make.RoleProfileFactory(
        framework=framework,
        positions=[post or make.PositionFactory()],
        requirements=dict(zip(made, (3, 2, 3, 2), strict=True)),
    )
    return made


def course_with_page(site, competence, *, title="Dialog motywujący w pracy socjalnej", code="DM"):
    course = make.CourseFactory(
        code=code,
        title=title,
        summary=TEXT,
        purpose="Uczestnicy prowadzą rozmowę motywującą.",
        audience="Pracownicy socjalni, asystenci rodziny",
    )
    course.competences.set([competence])
    make.ModuleFactory(course=course, order=1, title="Duch i założenia", minutes=270, description="Cztery zasady.")
    make.ModuleFactory(course=course, order=2, title="Język zmiany", minutes=180)
    standard = make.StandardFactory(course=course, scope="Rozmowa motywująca", target_group="Pracownicy socjalni")
    make.OutcomeFactory(standard=standard, order=1, competence=competence, level=3, text="Prowadzi rozmowę motywującą.")
    make.OutcomeFactory(
        standard=standard, order=2, competence=competence, level=2, text="Rozpoznaje język zmiany.", is_required=False
    )
    page = site.courses.add_child(
        instance=CoursePage(
            title=title,
            slug=code.lower(),
            course=course,
            provided="Wyżywienie i materiały.",
            accessibility="Winda, pętla indukcyjna.",
            materials=[
                ("text", "<h3>Zanim przyjdziesz</h3><p>Pomyśl o jednej <b>trudnej rozmowie</b>.</p>"),
                ("quote", {"text": "Wracam do pracy z nową energią.", "author": "Anna", "role": "pracownik socjalny"}),
                ("callout", {"tone": "info", "title": "Dojazd", "text": "<p>Parking obok budynku.</p>"}),
                (
                    "video",
                    {
                        "title": "Wstęp",
                        "address": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
                        "description": "Film z napisami.",
                    },
                ),
            ],
        )
    )
    return SimpleNamespace(course=course, standard=standard, page=page)


def edition_of(made, code, *, start, days=1, trainer=None, seats=2, now=None, window=(-30, None), **terms):
    """A published edition with ``days`` meetings from the moment ``start``, recruiting from ``window[0]`` days on."""
    now = now or time.now()
    edition = catalogue.save_edition(
        actor=ACTOR,
        course=made.course,
        code=code,
        standard=made.standard,
        county=make.CountyFactory(),
        venue="Lublin, ul. Diamentowa 2",
        contact_name="Maria Zając",
        contact_email="maria.zajac@rops.example",
        contact_phone="81 528 76 50",
    )
    for number in range(days):
        begins = start + number * 7 * DAY
        catalogue.save_meeting(
            edition=edition,
            actor=ACTOR,
            starts_at=begins,
            ends_at=begins + timedelta(hours=3),
            minutes=180,
            topic=f"Spotkanie {number + 1}: język zmiany",
            venue="Lublin, ul. Diamentowa 2",
            trainers=[trainer] if trainer else [],
            now=now + window[0] * DAY,
        )
    recruiting.open_recruitment(
        edition=edition,
        actor=ACTOR,
        seats=seats,
        opens_at=now + window[0] * DAY,
        closes_at=window[1] or start - timedelta(hours=1),
        now=now + window[0] * DAY,
        **terms,
    )
    edition.refresh_from_db()
    return catalogue.publish_edition(edition=edition, actor=ACTOR, now=now + window[0] * DAY)


def take_part(edition, people, *, now):
    """They applied two weeks before ``now`` and everybody has a place."""
    return [enrolment.apply(person=person, edition=edition, actor=ACTOR, now=now - 14 * DAY) for person in people]


def taught(edition, enrolments, trainer, *, missing=()):
    """Every meeting marked and closed."""
    for meeting in edition.meetings.order_by("starts_at"):
        entries = [
            MarkEntry(enrolment.pk, Presence.ABSENT if enrolment in missing else Presence.PRESENT, uuid.uuid4())
            for enrolment in enrolments
        ]
        later = meeting.ends_at + timedelta(minutes=5)
        attendance.mark(meeting=meeting, entries=entries, actor=ACTOR, how=MarkedHow.FORM, now=later)
        attendance.close_meeting(
            meeting=meeting, minutes=meeting.minutes, topic=meeting.topic, taught_by=[trainer], actor=ACTOR, now=later
        )


def build(site):
    """Build the region; who lives there and what happened are its attributes."""
    now = time.now()
    morning = time.at(time.today(now), "09:00")
    skills = competences()
    office = make.organisation(name="Gminny Ośrodek Pomocy Społecznej w Ulhówku", short_name="GOPS Ulhówek")
    home = make.organisation(name="Dom Pomocy Społecznej w Tyszowcach", kind="DPS", county="0618")

    def person(first, last, *, account=True, at=office, **more):
        extra = {"user": make.user(username=f"{first.lower()}-{last.lower()}")} if account else {}
        return make.employed(first_name=first, last_name=last, organisation=at, **extra, **more)

    learner = person("Łucja", "Wójcik-Żak")
    colleague = person("Michał", "Kowalczyk", account=False)
    third = person("Hanna", "Śliwińska", account=False)
    manager = person("Jerzy", "Dąbrowski")
    make.MandateFactory(person=manager, organisation=office)
    trainer = make.person_with_account(first_name="Piotr", last_name="Ćwikła")
    assessor = make.person_with_account(first_name="Ewa", last_name="Żak")
    rops = make.user(username="rops", is_staff=True)
    rops.groups.add(Group.objects.get(name=GROUPS[COORDINATOR]))
    newcomer = make.person(first_name="Ola", last_name="Nowa", email="ola.nowa@example.org")
    make.EmploymentFactory(person=newcomer, organisation=home)

    made = course_with_page(site, skills[0])
    other = course_with_page(site, skills[1], title="Ocena sytuacji rodziny krok po kroku", code="DR")
    practice = site.practices.add_child(
        instance=PracticePage(
            title="Klub seniora w starej remizie",
            slug="klub-seniora",
            summary="Spotkania, które wyciągają z domu.",
            organisation=office,
            contact_name="Anna Nowak",
            contact_email="klub@example.org",
            contact_phone="84 661 00 01",
            body=[
                ("text", "<h3>Jak zaczęliśmy</h3><p>Od jednego telefonu.</p>"),
                ("quote", {"text": "Teraz mam dokąd iść.", "author": "Pani Maria", "role": "uczestniczka"}),
            ],
        )
    )
    practice.competences = [skills[0]]
    practice.save()
    text = site.home.add_child(
        instance=StandardPage(
            title="O projekcie",
            slug="o-projekcie",
            summary="Kto prowadzi szkolenia.",
            body=[("text", "<h3>Kim jesteśmy</h3><p>Regionalnym ośrodkiem.</p>")],
        )
    )
    duties = [
        site.home.add_child(instance=HelpPage(title="Pomoc", slug="pomoc")),
        site.home.add_child(instance=statement(compliance="partial", burden="<p>Archiwum.</p>")),
        site.home.add_child(
            instance=TermsPage(
                title="Regulamin", slug="regulamin", text="<h2>§ 1</h2><p>Zasady.</p>", valid_from=make.TODAY
            )
        ),
    ]
    for text_of_terms in ("<h2>§ 1</h2><p>Zasady.</p>", "<h2>§ 1</h2><p>Nowe zasady.</p>"):
        duties[-1].text = text_of_terms
        duties[-1].save_revision().publish()
    addresses.forget()

    # A year ago: taught, verified, closed, certified.
    then = morning - 60 * DAY
    past = edition_of(made, "1/2026", start=then, days=2, trainer=trainer, seats=10, now=then)
    before = take_part(past, [learner, colleague, third], now=then)
    taught(past, before, trainer, missing=before[2:])
    completion.grant_assessorship(
        edition=past, person=assessor, actor=ACTOR, valid_from=time.today(then), now=then - 20 * DAY
    )
    completion.verify_all(
        edition=past,
        verdicts=[
            NewVerdict(
                enrolment_id=enrolment.pk, outcome_id=outcome.pk, is_met=True, comment="Bardzo spokojna rozmowa."
            )
            for enrolment in before[:2]
            for outcome in made.standard.outcomes.all()
        ],
        assessor=assessor,
        actor=ACTOR,
        now=now - 10 * DAY,
    )
    completion.close(edition=past, actor=ACTOR, allow_incomplete=True, now=now - 9 * DAY)
    certificates = []
    for prepared in Prepared.objects.order_by("pk"):
        register.check_name(prepared=prepared, actor=ACTOR, now=now - 8 * DAY)
        certificates.append(register.issue(prepared=prepared, actor=ACTOR, now=now - 8 * DAY))
    revoked = register.revoke(certificate=certificates[1], reason="Pomyłka w wykazie", actor=ACTOR, now=now - DAY)

    # Taught, waiting to be verified.
    last_week = morning - 7 * DAY
    waiting = edition_of(other, "1/2026", start=last_week, trainer=trainer, seats=10, now=last_week)
    in_waiting = take_part(waiting, [learner, colleague, third], now=last_week)
    taught(waiting, in_waiting, trainer)
    completion.grant_assessorship(
        edition=waiting, person=assessor, actor=ACTOR, valid_from=time.today(last_week), now=last_week - DAY
    )

    # Today, on the trainer's phone; also when the tests run at night, within the hours of the day that classes have.
    midnight = time.start_of(time.today(now))
    begins = min(max(now - timedelta(hours=1), midnight + timedelta(hours=7)), midnight + timedelta(hours=18))
    running = edition_of(other, "2/2026", start=begins, days=2, trainer=trainer, seats=10, now=now)
    there = take_part(running, [learner, colleague, third], now=now)
    today = running.meetings.order_by("starts_at").first()
    attendance.mark(
        meeting=today,
        entries=[
            MarkEntry(there[0].pk, Presence.PRESENT, uuid.uuid4()),
            MarkEntry(there[1].pk, Presence.LATE, uuid.uuid4(), minutes_missed=15),
        ],
        actor=ACTOR,
        how=MarkedHow.FORM,
        now=now,
    )

    # Recruiting: one place is offered to the learner, in another the learner waits.
    ahead = morning + 40 * DAY
    offered = edition_of(made, "2/2026", start=ahead, days=2, trainer=trainer, seats=1, now=now, confirmation_hours=48)
    holder = enrolment.apply(person=colleague, edition=offered, actor=ACTOR, now=now - 3 * DAY)
    offer = enrolment.apply(person=learner, edition=offered, actor=ACTOR, now=now - 2 * DAY)
    enrolment.withdraw(enrolment=holder, actor=ACTOR, now=now - timedelta(hours=1))
    full = edition_of(made, "3/2026", start=ahead + 60 * DAY, trainer=trainer, seats=1, now=now)
    enrolment.apply(person=third, edition=full, actor=ACTOR, now=now - 3 * DAY)
    queued = enrolment.apply(person=learner, edition=full, actor=ACTOR, now=now - DAY)
    open_one = edition_of(other, "3/2026", start=ahead + 90 * DAY, trainer=trainer, seats=12, now=now)
    roomy = edition_of(other, "4/2026", start=ahead + 120 * DAY, seats=5, now=now)
    confirmed = enrolment.apply(person=learner, edition=roomy, actor=ACTOR, now=now)

    assessments.estimate(person=learner, levels={skills[1]: 2, skills[2]: 2}, actor=ACTOR, now=now - 90 * DAY)
    assessments.assess(person=learner, assessor=manager, levels={skills[2]: 3}, actor=ACTOR, now=now - 30 * DAY)
    calendars.make_feed(person=learner, actor=ACTOR, now=now)

    return SimpleNamespace(
        now=now,
        skills=skills,
        office=office,
        learner=learner,
        colleague=colleague,
        third=third,
        manager=manager,
        trainer=trainer,
        assessor=assessor,
        rops=rops,
        newcomer=newcomer,
        claim=accounts.claim_token(newcomer),
        made=made,
        other=other,
        practice=practice,
        text=text,
        duties=duties,
        past=past,
        past_enrolment=before[0],
        waiting=waiting,
        in_waiting=in_waiting,
        running=running,
        today=today,
        attended=there[0],
        offer=offer,
        queued=queued,
        confirmed=confirmed,
        open_one=open_one,
        certificate=certificates[0],
        revoked=revoked,
    )
