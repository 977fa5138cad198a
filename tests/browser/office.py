"""What ROPS does in the admin, an act each; ``office`` is its window."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
from django.urls import reverse
from playwright.sync_api import expect

from certificates.register.models import Certificate
from courses.catalogue.models import Edition
from tests.browser.clicks import choose, press, send, text_of
from training.people.models import Person

LIST = Path(__file__).resolve().parents[1] / "data" / "staff_list.xlsx"
TITLE = "Dialog motywujący w pracy socjalnej"


def rops_imports_the_staff_list(office):
    page = office.go(reverse("kompas_staffimport:add"))
    page.locator("#id_file").set_input_files(LIST)
    send(page)
    # The institution is in no list of the centre yet: somebody has to say what it is.
    questions = page.locator("select[name$=answer_field]")
    assert questions.count() >= 1
    assert not Person.objects.filter(last_name="Wójcik-Żak").exists()
    for number in range(questions.count()):
        questions.nth(number).select_option("make")
    for kind in page.locator("select[name$='-kind']").all():
        kind.select_option("OPS")
    press(page, "section[aria-labelledby=questions] button[type=submit]")
    expect(page.locator("select[name$=answer_field]")).to_have_count(0)
    press(page, "a.button[href*='/apply/']")
    send(page)
    imported = Person.objects.filter(employments__organisation__name__contains="Ulhówku")
    assert list(imported.order_by("sort_key").values_list("last_name", flat=True)) == [
        "Dąbrowski",
        "Kowalczyk",
        "Śliwińska",
        "Wójcik-Żak",
    ]


def rops_opens_an_edition(office, course, *, day, now):
    page = office.go(reverse("kompas_edition:add") + f"?course={course.pk}")
    page.locator("#id_code").fill("1/2026")
    page.locator("#id_venue").fill("Lublin, ul. Diamentowa 2")
    page.locator("#id_contact_name").fill("Maria Zając")
    page.locator("#id_contact_email").fill("maria.zajac@rops.example")
    send(page)
    edition = Edition.objects.get()

    page = office.go(reverse("kompas_meeting:add") + f"?edition={edition.pk}")
    page.locator("#id_topic").fill("Język zmiany")
    page.locator("#id_day").fill(day.isoformat())
    page.locator("#id_starts").fill("09:00")
    page.locator("#id_ends").fill("12:00")
    choose(page, "trainer_1", "Ćwikła")
    send(page)

    page = office.go(reverse("kompas_applicants:recruitment", args=[edition.pk]))
    page.locator("#id_seats").fill("2")
    page.locator("#id_opens_at").fill(f"{now:%Y-%m-%d}T08:00")
    page.locator("#id_closes_at").fill(f"{day - timedelta(days=3):%Y-%m-%d}T16:00")
    page.locator("#id_at_once").check()
    page.locator("#id_has_reserve_list").check()
    page.locator("#id_confirmation_hours").fill("16")
    send(page)

    page = office.go(reverse("kompas_edition:inspect", args=[edition.pk]))
    press(page, f"a.button[href$='{reverse('kompas_edition:publish', args=[edition.pk])}']")
    send(page)
    edition.refresh_from_db()
    assert edition.state == "published"
    assert edition.standard.locked_at, "opening recruitment locks the standard"
    return edition


def rops_publishes_the_page(office, site, course):
    page = office.go(reverse("wagtailadmin_pages:add", args=["kompas_pages", "coursepage", site.courses.pk]))
    page.locator("#id_title").fill(TITLE)
    choose(page, "course", TITLE)
    page.locator("[data-w-dropdown-target=toggle]").last.click()
    press(page, "button[name=action-publish]")
    assert site.courses.get_children().live().filter(title=TITLE).exists()


def rops_closes_and_issues(office, edition, *, count):
    page = office.go(reverse("kompas_courses:close_edition", args=[edition.pk]))
    press(page, "form.kc-form button[type=submit]")
    edition.refresh_from_db()
    assert edition.state == "closed"
    page = office.go(reverse("kompas_prepared:edition", args=[edition.pk]))
    expect(page.locator("input[name=checked]")).to_have_count(count)
    page.locator("button[name=do][value=check]").click()
    page.locator("button[name=do][value=issue]").click()
    expect(page.locator("a[href*='/kompas/certificates/']")).not_to_have_count(0)
    assert Certificate.objects.count() == count


def rops_revokes(office, certificate, visitor):
    page = office.go(reverse("kompas_certificate:revoke", args=[certificate.pk]))
    page.locator("#id_reason").fill("Pomyłka w nazwisku")
    send(page)
    certificate.refresh_from_db()
    assert certificate.status == "revoked"
    page = visitor.go(reverse("kompas_certificates:verify", args=[certificate.token]))
    expect(page.locator(".kc-cert--bad")).to_be_visible()


def rops_reads_the_growth(office, skill):
    page = office.go(reverse("kompas_growth_report"))
    assert skill.name in text_of(page)
    with page.expect_download() as coming:
        page.evaluate("location.href = location.pathname + '?export=xlsx'")
    book = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes()), read_only=True)
    cells = [str(cell) for worksheet in book for row in worksheet.iter_rows(values_only=True) for cell in row if cell]
    assert any(skill.name in cell for cell in cells)
