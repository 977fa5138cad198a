"""The screens of the catalogue, as a coordinator works with them and as others do not."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from courses.catalogue import actions as catalogue
from courses.catalogue.models import Course, Edition, Meeting, Standard
from courses.catalogue.states import EditionState, MeetingState
from tests import factories as make
from training.competences.models import Framework
from training.kernel import time
from training.kernel.time import at

pytestmark = pytest.mark.django_db

DAY = date(2027, 1, 12)


def rows(prefix, *filled, initial=0):
    """The fields of a table of rows, as a browser sends them."""
    data = {
        f"{prefix}-TOTAL_FORMS": len(filled),
        f"{prefix}-INITIAL_FORMS": initial,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 60,
    }
    for number, row in enumerate(filled):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def course_data(**kwargs):
    values = {
        "title": "Dialog motywujący",
        "code": "DM",
        "mode": "on_site",
        "language": "pl",
        "didactic_hour": 45,
        "attendance_threshold": 80,
    }
    return {**values, **rows("modules", {"title": "Wstęp", "minutes": 90, "ORDER": 1}), **kwargs}


def published_competence():
    competence = make.CompetenceFactory()
    Framework.objects.update(state="published", published_at=make.NOW, content_hash="x")
    return competence


def outcome(competence, **kwargs):
    values = {
        "kind": "skill",
        "text": "Potrafi rozmawiać.",
        "criterion": "Według schematu.",
        "method": "case_task",
        "competence": competence.pk,
        "level": 2,
        "is_required": "on",
    }
    return {**values, **kwargs}


def meeting_data(edition, **kwargs):
    values = {
        "edition": edition.pk,
        "topic": "Podstawy",
        "day": DAY.isoformat(),
        "starts": "09:00",
        "ends": "15:00",
        "minutes": 270,
    }
    return {**values, **kwargs}


def message(response):
    return [str(message) for message in response.context["messages"]]


# ---- courses and standards -------------------------------------------------------------------------------------


def test_a_course_is_made_with_its_programme(coordinator):
    response = coordinator.post(
        reverse("kompas_course:add"),
        course_data(
            **rows(
                "modules",
                {"title": "Ćwiczenia", "minutes": 180, "ORDER": 2},
                {"title": "Wstęp", "minutes": 90, "ORDER": 1},
                {"title": "", "minutes": "", "ORDER": ""},
            )
        ),
    )
    assert response.status_code == 302
    course = Course.objects.get()
    assert list(course.modules.values_list("title", "minutes")) == [("Wstęp", 90), ("Ćwiczenia", 180)]
    lines = ModelLogEntry.objects.for_instance(course).order_by("pk")
    assert [line.data["title"] for line in lines] == ["Utworzono", "Zapisano program"]


def test_a_removed_module_goes_and_the_others_keep_their_keys(coordinator):
    course = catalogue.save_course(code="DM", title="Dialog motywujący", actor=make.ACTOR)
    first, second = catalogue.save_modules(
        course=course,
        modules=[catalogue.ModuleEntry("Wstęp", 90), catalogue.ModuleEntry("Ćwiczenia", 180)],
        actor=make.ACTOR,
    )
    data = course_data(
        **rows(
            "modules",
            {"id": first.pk, "title": "Wstęp", "minutes": 90, "ORDER": 1, "DELETE": "on"},
            {"id": second.pk, "title": "Ćwiczenia w grupach", "minutes": 180, "ORDER": 2},
            initial=2,
        )
    )
    response = coordinator.post(reverse("kompas_course:edit", args=[course.pk]), data)
    assert response.url == reverse("kompas_course:inspect", args=[course.pk])
    assert list(course.modules.values_list("pk", "title")) == [(second.pk, "Ćwiczenia w grupach")]


def test_a_mistake_in_a_row_is_shown_and_nothing_is_saved(coordinator):
    response = coordinator.post(
        reverse("kompas_course:add"), course_data(**rows("modules", {"title": "Wstęp", "minutes": 0}))
    )
    assert response.status_code == 200
    assert response.context["form"].rows.errors == [{"minutes": response.context["form"].rows.errors[0]["minutes"]}]
    assert not Course.objects.exists()


def test_courses_are_found_without_polish_letters(coordinator):
    make.CourseFactory(title="Łączenie źródeł")
    make.CourseFactory(title="Dialog")
    response = coordinator.get(reverse("kompas_course:index_results"), {"q": "laczenie zrodel"})
    assert "Łączenie" in response.content.decode()
    assert "Dialog" not in response.content.decode()


def test_a_standard_is_made_and_locked_refuses_to_change(coordinator):
    course, competence = make.CourseFactory(), published_competence()
    data = {"course": course.pk, "scope": "Rozmowa", **rows("outcomes", outcome(competence))}
    assert coordinator.post(reverse("kompas_standard:add"), data).status_code == 302
    standard = Standard.objects.get()
    assert standard.outcomes.get().level == 2
    catalogue.lock_standard(standard=standard, actor=make.ACTOR, now=make.NOW)
    changed = {"scope": "Inne", **rows("outcomes", outcome(competence, level=3, ORDER=1), initial=1)}
    response = coordinator.post(reverse("kompas_standard:edit", args=[standard.pk]), changed)
    assert response.status_code == 200
    assert [error.code for error in response.context["form"].non_field_errors().as_data()] == ["standard_is_locked"]
    standard.refresh_from_db()
    assert (standard.scope, standard.outcomes.get().level) == ("Rozmowa", 2)


def test_a_new_version_is_made_from_the_screen_of_a_locked_one(coordinator):
    standard = make.OutcomeFactory().standard
    catalogue.lock_standard(standard=standard, actor=make.ACTOR)
    response = coordinator.post(reverse("kompas_standard:new_version", args=[standard.pk]))
    new = Standard.objects.get(version=2)
    assert response.headers["Location"] == reverse("kompas_standard:edit", args=[new.pk])


# ---- editions and meetings -------------------------------------------------------------------------------------


@pytest.fixture
def edition():
    return catalogue.save_edition(
        course=make.CourseFactory(title="Dialog motywujący"),
        code="1/2027",
        venue="Łęczna",
        contact_name="Ewa Zając",
        contact_email="ewa@example.org",
        actor=make.ACTOR,
    )


def test_a_new_edition_takes_the_newest_standard_of_its_course(coordinator):
    course = make.CourseFactory()
    make.StandardFactory(course=course, version=1)
    newest = make.StandardFactory(course=course, version=2)
    data = {"course": course.pk, "code": "1/2027", "mode": "on_site"}
    response = coordinator.post(reverse("kompas_edition:add"), data)
    made = Edition.objects.get()
    assert made.standard == newest
    assert response.headers["Location"] == reverse("kompas_edition:inspect", args=[made.pk])


def test_an_edition_keeps_its_course_and_offers_only_its_standards(coordinator, edition):
    mine = make.StandardFactory(course=edition.course)
    make.StandardFactory()
    form = coordinator.get(reverse("kompas_edition:edit", args=[edition.pk])).context["form"]
    assert "course" not in form.fields
    assert list(form.fields["standard"].queryset) == [mine]


def test_a_meeting_is_added_in_local_time_with_its_trainers(coordinator, edition):
    trainer, other = make.person(), make.person()
    data = meeting_data(edition, trainer_1=trainer.pk, trainer_2=other.pk, trainer_3=trainer.pk)
    response = coordinator.post(reverse("kompas_meeting:add"), data, follow=True)
    meeting = Meeting.objects.get()
    assert (meeting.starts_at, meeting.ends_at, meeting.minutes) == (at(DAY, "09:00"), at(DAY, "15:00"), 270)
    assert set(meeting.trainers.all()) == {trainer, other}
    assert response.redirect_chain[-1][0] == reverse("kompas_edition:inspect", args=[edition.pk])
    assert "Dialog motywujący (1/2027)" in response.content.decode()


def test_a_new_edition_begins_with_the_contact_of_the_last_one(coordinator):
    course = make.CourseFactory()
    address = reverse("kompas_edition:add")

    def contact(**asked):
        form = coordinator.get(address, asked).context["form"]
        return form["contact_name"].value(), form["contact_email"].value()

    assert contact(course=course.pk) == (None, None)
    make.EditionFactory(course=course, contact_name="Ewa Zając", contact_email="ewa@example.org")
    make.EditionFactory(contact_name="Jan Lis", contact_email="jan@example.org")
    assert contact(course=course.pk) == ("Ewa Zając", "ewa@example.org")
    assert contact() == contact(course="x") == ("Jan Lis", "jan@example.org")


def test_what_is_unusual_is_said_after_saving(coordinator, edition):
    ahead = time.today() + timedelta(days=30)
    sunday = (ahead + timedelta(days=6 - ahead.weekday())).isoformat()
    response = coordinator.post(reverse("kompas_meeting:add"), meeting_data(edition, day=sunday), follow=True)
    assert Meeting.objects.count() == 1
    assert len(message(response)) == 3  # saved; a Sunday; nobody teaches


def test_a_refusal_stands_beside_its_field(coordinator, edition):
    response = coordinator.post(reverse("kompas_meeting:add"), meeting_data(edition, ends="08:00"))
    assert response.status_code == 200
    assert [error.code for error in response.context["form"].errors.as_data()["ends"]] == [
        "meeting_ends_before_it_starts"
    ]


def test_a_meeting_is_changed_with_what_it_had_filled_in(coordinator, edition):
    trainer = make.person()
    meeting = catalogue.save_meeting(
        edition=edition,
        starts_at=at(DAY, "09:00"),
        ends_at=at(DAY, "15:00"),
        topic="Podstawy",
        trainers=[trainer],
        actor=make.ACTOR,
    )
    url = reverse("kompas_meeting:edit", args=[meeting.pk])
    form = coordinator.get(url).context["form"]
    assert (form["day"].value(), str(form["starts"].value()), form["trainer_1"].value()) == (
        DAY,
        "09:00:00",
        trainer.pk,
    )
    data = meeting_data(edition, starts="10:00", trainer_1=trainer.pk)
    assert coordinator.post(url, data).status_code == 302
    meeting.refresh_from_db()
    assert meeting.starts_at == at(DAY, "10:00")


def test_a_meeting_is_cancelled_with_a_reason(coordinator, edition):
    meeting = catalogue.save_meeting(
        edition=edition, starts_at=at(DAY, "09:00"), ends_at=at(DAY, "15:00"), topic="Podstawy", actor=make.ACTOR
    )
    url = reverse("kompas_meeting:cancel", args=[meeting.pk])
    assert coordinator.post(url, {"reason": ""}).status_code == 200
    assert coordinator.post(url, {"reason": "Choroba"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED


def test_the_page_of_an_edition_says_what_publishing_lacks_and_then_publishes(coordinator, edition):
    page = reverse("kompas_edition:inspect", args=[edition.pk])
    lacking = [type(obstacle).code for obstacle in coordinator.get(page).context["obstacles"]]
    assert "edition_has_no_meetings" in lacking
    publish = reverse("kompas_edition:publish", args=[edition.pk])
    assert coordinator.post(publish).status_code == 200
    catalogue.save_meeting(
        edition=edition, starts_at=at(DAY, "09:00"), ends_at=at(DAY, "15:00"), topic="Podstawy", actor=make.ACTOR
    )
    make.RecruitmentFactory(edition=edition)
    assert coordinator.get(page).context["obstacles"] == []
    assert coordinator.post(publish).status_code == 302
    edition.refresh_from_db()
    assert edition.state == EditionState.PUBLISHED


def test_an_edition_is_cancelled_with_a_reason_and_shows_it(coordinator, edition):
    url = reverse("kompas_edition:cancel", args=[edition.pk])
    response = coordinator.post(url, {"reason": "Brak chętnych"}, follow=True)
    assert "Brak chętnych" in response.content.decode()
    edition.refresh_from_db()
    assert edition.state == EditionState.CANCELLED


def test_editions_are_filtered_by_where_they_stand(coordinator, edition):
    make.EditionFactory(code="7/2026", state=EditionState.CLOSED)
    page = coordinator.get(reverse("kompas_edition:index_results"), {"phase": ["draft"]}).content.decode()
    assert "1/2027" in page
    assert "7/2026" not in page


@pytest.mark.parametrize("model", ["course", "edition", "meeting", "standard"])
def test_a_list_costs_the_same_for_one_row_and_for_three(model, coordinator):
    url = reverse(f"kompas_{model}:index")
    counts = []
    for number in (1, 3):
        while Meeting.objects.count() < number:
            edition = make.EditionFactory(county=make.CountyFactory())
            make.MeetingFactory(edition=edition, trainers=[make.person()])
            make.StandardFactory(course=edition.course)
        coordinator.get(url)  # content types and the like are read once
        with CaptureQueriesContext(connection) as asked:
            assert coordinator.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_lists_come_as_xlsx_in_local_time(coordinator, edition):
    catalogue.save_meeting(
        edition=edition, starts_at=at(DAY, "09:00"), ends_at=at(DAY, "15:00"), topic="Podstawy", actor=make.ACTOR
    )
    response = coordinator.get(reverse("kompas_meeting:index"), {"export": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    values = [cell.value for row in book.active.iter_rows() for cell in row]
    assert at(DAY, "09:00").replace(tzinfo=None) in values
    for name in ("course", "edition", "standard"):
        assert coordinator.get(reverse(f"kompas_{name}:index"), {"export": "xlsx"}).status_code == 200


# ---- who may ---------------------------------------------------------------------------------------------------


def test_an_analyst_reads_courses_and_changes_nothing(analyst, edition):
    assert analyst.get(reverse("kompas_course:index")).status_code == 200
    assert analyst.get(reverse("kompas_edition:inspect", args=[edition.pk])).status_code == 200
    assert analyst.get(reverse("kompas_meeting:index")).status_code == 302
    assert analyst.get(reverse("kompas_course:add")).status_code == 302
    assert analyst.post(reverse("kompas_edition:cancel", args=[edition.pk]), {"reason": "x"}).status_code == 302
    edition.refresh_from_db()
    assert edition.state == EditionState.DRAFT


def test_pickers_open_only_for_who_may_see_the_rows(analyst):
    make.person(last_name="Żuk")
    response = analyst.get(reverse("kompas_person_chooser:choose_results"))
    assert response.status_code == 302
    assert analyst.get(reverse("kompas_course_chooser:choose_results")).status_code == 200


def test_people_are_picked_without_polish_letters(coordinator):
    make.person(first_name="Zofia", last_name="Łęcka")
    make.person(first_name="Zofia", last_name="Nowak")
    page = coordinator.get(reverse("kompas_person_chooser:choose_results"), {"q": "lecka zof"}).content.decode()
    assert "Łęcka" in page
    assert "Nowak" not in page


@pytest.mark.parametrize("name", ["course", "edition", "meeting", "standard", "funding"])
def test_strangers_are_sent_to_sign_in(name, client):
    response = client.get(reverse(f"kompas_{name}:index"))
    assert response.status_code == 302
    assert "login" in response.headers["Location"]


def test_the_coordinator_of_an_edition_is_called_by_name_on_its_page_and_in_its_history(coordinator):
    """Not by what the account signs in with."""
    leader = make.user(username="ekrok", first_name="Ewa", last_name="Krok")
    edition = make.EditionFactory()
    catalogue.save_edition(edition=edition, coordinator=leader, actor=make.ACTOR)
    text = coordinator.get(reverse("kompas_edition:inspect", args=[edition.pk])).content.decode()
    assert "Ewa Krok" in text and "ekrok" not in text
    message = ModelLogEntry.objects.for_instance(edition).latest("pk").message
    assert "Ewa Krok" in message and "ekrok" not in message
