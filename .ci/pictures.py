"""Takes the pictures of the README from a demo region; needs Chromium.

    make pictures                        builds a region for it
    make pictures KOMPAS_HOME=var        uses one that is there

Every picture is a screen as its reader sees it, at most 150 kB.
"""

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs/pictures"
MOST_BYTES = 150_000
DESKTOP, TALL, PHONE = (1280, 860), (1280, 1200), (390, 1000)

sys.path.insert(0, str(ROOT))
# Last: a file of the tests is called html, as is a module of Python.
sys.path.append(str(ROOT / "tests"))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def keep(name: str, picture: bytes) -> None:
    """With as many colours as fit into the size that a README may weigh."""
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32):
        packed = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() <= MOST_BYTES:
            break
    (FOLDER / f"{name}.png").write_bytes(packed.getvalue())
    print(f"  {name}.png {packed.tell() // 1000} kB", flush=True)


def screens() -> list[tuple[str, str, str, tuple[int, int]]]:
    """Name, who looks, address, size of the window."""
    from django.contrib.auth import get_user_model
    from django.db.models import Count

    from certificates.register.models import Certificate
    from cms.pages.models import CoursePage
    from courses.attendance import queries as attendance
    from courses.catalogue.models import Edition
    from courses.completion.models import Assessorship
    from training.kernel.time import now, today

    trainer = get_user_model().objects.get(username="trener").kompas_person
    assessor = get_user_model().objects.get(username="walidator").kompas_person
    # Nobody teaches on a Sunday or a holiday: then it is the last meeting, not closed yet.
    meetings = attendance.trainer_meetings(trainer, today())
    meeting = (meetings.today + meetings.unclosed)[0]
    assessed = Assessorship.objects.filter(person=assessor, superseded_at__isnull=True).values("edition")
    edition = (
        Edition.objects.filter(pk__in=assessed, state="published", meetings__ends_at__lt=now())
        .exclude(meetings__ends_at__gte=now())
        .distinct()
        .first()
    )
    open_editions = Edition.objects.filter(
        state="published", recruitment__opens_at__lte=now(), recruitment__closes_at__gte=now()
    )
    crowded = open_editions.annotate(wanted=Count("enrolments")).order_by("-wanted", "pk").first()
    pages = CoursePage.objects.live().filter(course__editions__in=open_editions, image__isnull=False).order_by("pk")
    certificate = Certificate.objects.filter(kind="competence", status="valid").order_by("pk").first()
    return [
        ("home", "", "/", DESKTOP),
        ("catalogue", "", "/szkolenia/", DESKTOP),
        ("course", "", pages.first().url, DESKTOP),
        ("my-development", "pracownik", "/moj-rozwoj/", TALL),
        ("roster-on-a-phone", "trener", f"/zajecia/{meeting.pk}/", PHONE),
        ("verification-of-outcomes", "walidator", f"/weryfikacja-efektow/{edition.pk}/", TALL),
        ("team-map", "kierownik", "/zespol/", TALL),
        ("growth-report", "rops", "/admin/reports/kompas/growth/", TALL),
        ("applicants", "rops", f"/admin/kompas/applicants/?edition={crowded.pk}", DESKTOP),
        ("certificate-check", "", f"/sprawdz/{certificate.token}/", DESKTOP),
    ]


def certificate() -> bytes:
    """The first page of a stored certificate."""
    import pypdfium2

    from certificates.register import files
    from certificates.register.models import Certificate

    stored = Certificate.objects.filter(kind="competence", status="valid").order_by("pk").first()
    image = pypdfium2.PdfDocument(files.read(stored.file_name))[0].render(scale=1.2).to_pil()
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def photograph(address: str, wanted: list) -> None:
    from playwright.sync_api import sync_playwright
    from run import chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox"], env={**os.environ, "LANGUAGE": "pl"}
        )
        for name, reader, path, (width, height) in wanted:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                locale="pl-PL",
                timezone_id="Europe/Warsaw",
                reduced_motion="reduce",
                device_scale_factor=1 if width > 600 else 1.5,
            )
            page = context.new_page()
            if reader:
                page.goto(f"{address}/konto/zaloguj/")
                page.fill("input[name=username]", reader)
                page.fill("input[name=password]", "kompas-demo")
                page.press("input[name=password]", "Enter")
                page.wait_for_load_state()
            page.goto(address + path, wait_until="networkidle")
            keep(name, page.screenshot())
            context.close()
        browser.close()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    home = os.environ.setdefault("KOMPAS_HOME", tempfile.mkdtemp(prefix="kompas-pictures-"))
    os.environ |= {"KOMPAS_DEMO": "1", "KOMPAS_BASE_URL": address, "DJANGO_SETTINGS_MODULE": "cms.site.settings"}
    print(f"· the region in {home}", flush=True)
    subprocess.run([sys.executable, "manage.py", "kompas_demo"], cwd=ROOT, check=True)
    import django

    django.setup()
    wanted = screens()
    keep("certificate", certificate())
    server = subprocess.Popen(
        [Path(sys.executable).parent / "gunicorn", "cms.site.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"],
        cwd=ROOT,
    )
    try:
        for _ in range(100):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        photograph(address, wanted)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
