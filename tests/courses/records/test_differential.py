"""Everything that shows a closed edition, rendered twice: before and after every live row is called otherwise.

What is read from rows of today shows itself by the mark; a paper or a screen
that was forgotten is found without anybody having thought of it.
"""

import io
import re
from html import unescape

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from certificates.register import actions as register
from certificates.register.models import Prepared
from courses.completion.models import Assessorship, Completion, Verification
from courses.enrolment.models import Enrolment
from courses.enrolment.states import EnrolmentState
from tests import factories as make
from tests.courses.records.steps import close
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db
ACTOR, NOW = make.ACTOR, make.NOW
# No letter: the tokens of forms are made of letters.
MARK = "‡"

# What a name is made of, in the tables of today.
NAMES = {
    "kompas_training_person": ("first_name", "last_name"),
    "kompas_training_organisation": ("name", "short_name"),
    "kompas_training_organisationkind": ("name_pl", "name_en"),
    "kompas_training_county": ("name",),
    "kompas_training_position": ("name_pl", "name_en"),
    "kompas_training_framework": ("name_pl", "name_en"),
    "kompas_training_competence": ("code", "name_pl", "name_en"),
    "kompas_training_level": ("name_pl", "name_en"),
    "kompas_training_leveldescriptor": ("text_pl", "text_en"),
    "kompas_courses_course": ("code", "title", "summary", "purpose"),
    "kompas_courses_module": ("title", "description"),
    "kompas_courses_edition": ("venue",),
    "kompas_courses_meeting": ("topic", "venue"),
    "kompas_courses_fundingsource": ("name", "sentence", "project_title", "project_number", "strip_alt"),
}


def rename_everything(users):
    quote = connection.ops.quote_name
    with unguarded(), connection.cursor() as cursor:
        for table, columns in NAMES.items():
            for column in columns:
                name = quote(column)
                cursor.execute(f"UPDATE {quote(table)} SET {name} = {name} || '{MARK}' WHERE {name} <> ''")
        for user in users:
            type(user).objects.filter(pk=user.pk).update(
                first_name=user.first_name + MARK, last_name=user.last_name + MARK
            )


@pytest.fixture
def it(group):
    """The closed edition, with certificates issued, somebody refused, and an account for everybody."""
    it = group(closed=False)
    make.EnrolmentFactory(
        edition=it.edition,
        person__first_name="Ola",
        person__last_name="Odmówiona",
        organisation=it.people[0].organisation,
        county=it.edition.county,
        position=it.position,
        state=EnrolmentState.REFUSED,
    )
    close(it)
    it.certificates = []
    for prepared in Prepared.objects.order_by("enrolment"):
        register.check_name(prepared=prepared, actor=ACTOR, now=NOW)
        it.certificates.append(register.issue(prepared=prepared, actor=ACTOR, now=NOW))
    person = it.people[0].person
    person.user = make.user(first_name=person.first_name, last_name=person.last_name)
    person.save()
    it.office = make.superuser(first_name="Biuro", last_name="ROPS")
    return it


LISTS = (
    "kompas_applicants",
    "kompas_verification",
    "kompas_prepared",
    "kompas_completion",
    "kompas_certificate",
    "kompas_edition",
    "kompas_meeting",
    "kompas_assessorship",
)


def addresses(it):
    """Who opens what of the closed edition."""
    edition, meeting, own = it.edition.pk, it.meeting.pk, it.people[0].pk
    certificate = it.certificates[0].pk
    office = [
        *(reverse(f"{name}:index") for name in LISTS),
        *(f"{reverse(f'{name}:index')}?export={kind}" for name in LISTS for kind in ("xlsx", "csv")),
        f"{reverse('kompas_applicants:index')}?edition={edition}",
        *(reverse("kompas_applicants:inspect", args=[enrolment.pk]) for enrolment in Enrolment.objects.all()),
        *(
            reverse("kompas_verification:inspect", args=[verification.pk])
            for verification in Verification.objects.all()
        ),
        *(reverse("kompas_completion:inspect", args=[completion.pk]) for completion in Completion.objects.all()),
        *(reverse("kompas_prepared:inspect", args=[prepared.pk]) for prepared in Prepared.objects.all()),
        *(
            reverse("kompas_assessorship:inspect", args=[assessorship.pk])
            for assessorship in Assessorship.objects.all()
        ),
        reverse("kompas_prepared:edition", args=[edition]),
        reverse("kompas_certificate:inspect", args=[certificate]),
        reverse("kompas_certificate:document", args=[certificate]),
        reverse("kompas_certificate:replace", args=[certificate]),
        reverse("kompas_edition:inspect", args=[edition]),
        reverse("kompas_meeting:inspect", args=[meeting]),
        *_of_courses(edition, "close_edition", "verify_edition", "register_pdf", "register_xlsx"),
        *_of_courses(meeting, "roster", "roster_history", "attendance_list_pdf"),
        reverse("kompas_courses:edition_record", args=[edition, 1]),
        reverse("kompas_courses:verify_person", args=[edition, own]),
    ]
    learner = [
        reverse("kompas_courses:my_enrolments"),
        reverse("kompas_courses:my_calendar"),
        *_of_courses(own, "enrolment", "my_attendance"),
        *_of_courses(edition, "edition_calendar"),
        # Its files are headed with the person's name of today: they are about the person, not about one edition.
        reverse("kompas_courses:transcript"),
        reverse("kompas_certificates:my_certificates"),
        reverse("kompas_certificates:download", args=[certificate]),
    ]
    trainer = [
        reverse("kompas_courses:today"),
        *_of_courses(meeting, "roster", "roster_history", "attendance_list_pdf"),
    ]
    assessor = [
        reverse("kompas_courses:editions_to_verify"),
        *_of_courses(edition, "verify_edition"),
        reverse("kompas_courses:verify_person", args=[edition, own]),
    ]
    visitor = [
        reverse("kompas_certificates:verify", args=[it.certificates[0].token]),
        *_of_courses(edition, "edition_calendar"),
    ]
    roles = [(it.office, office), (it.people[0].person.user, learner), (it.trainer.user, trainer)]
    return [*roles, (it.assessor.user, assessor), (None, visitor)]


def _of_courses(key, *names):
    return [reverse(f"kompas_courses:{name}", args=[key]) for name in names]


def text_of(answer):
    """The words of a page, a workbook, a table or a document."""
    assert answer.status_code == 200, answer
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer["Content-Type"]
    if "pdf" in kind:
        with pypdfium2.PdfDocument(content) as document:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    if "sheet" in kind:
        return "\n".join(
            str(cell) for sheet in load_workbook(io.BytesIO(content)) for row in sheet.values for cell in row
        )
    if "html" not in kind:
        return content.decode().replace("\r\n ", "")
    # What a list may be filtered by, and what the reader is called, are of today.
    text = re.sub(r'<span\s+class="kc-account__name">.*?</span>', "", content.decode(), flags=re.S)
    text = re.sub(r'<label[^>]*for="id_[a-z]+_[0-9]+".*?</label>', "", text, flags=re.S)
    return unescape(re.sub(r"<(option|script|style)\b.*?</\1>", "", text, flags=re.S))


def test_whatever_is_renamed_a_closed_edition_says_the_same(it):
    """Each address says before what it is asked for, and afterwards no word of today."""
    told = {}
    for user, asked in addresses(it):
        client = Client()
        if user:
            client.force_login(user)
        for address in asked:
            told[user, address] = client, text_of(client.get(address))
    assert [address for (_user, address), (_client, text) in told.items() if MARK in text] == []
    rename_everything([user for user, _asked in addresses(it) if user and user != it.office])
    leaks = []
    for (_user, address), (client, _before) in told.items():
        after = text_of(client.get(address))
        leaks += [f"{address}: {match[0].strip()}" for match in re.finditer(f".{{0,80}}{MARK}", after)]
    assert not leaks, "\n".join(leaks)


def test_the_mark_reaches_what_is_of_today(it):
    """Else the comparison would find nothing because nothing was renamed."""
    rename_everything([])
    client = Client()
    client.force_login(it.office)
    for name in ("kompas_person", "kompas_organisation", "kompas_course", "kompas_county", "kompas_funding"):
        assert MARK in text_of(client.get(reverse(f"{name}:index"))), name
