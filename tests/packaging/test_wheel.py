"""The wheel: what is in it, and a new site of ``wagtail start`` that takes it in by the README's words."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from wagtail import VERSION

from tests import blocks

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("training", "courses", "certificates", "cms")
GUIDE = "docs/how-to/add-to-your-site.md"
LEFT_OUT = {"__pycache__", ".DS_Store"}


def run(*command: str | Path, cwd: Path, code: str | None = None, **variables: str) -> str:
    """The output of a command in a clean environment, so that nothing of this checkout leaks in."""
    done = _run(*command, cwd=cwd, code=code, **variables)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
    return done.stdout


def _run(*command: str | Path, cwd: Path, code: str | None = None, **variables: str) -> subprocess.CompletedProcess:
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, "PYTHONDONTWRITEBYTECODE": "1", **variables},
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built from a copy, because building leaves folders behind that a next build would take up."""
    source = tmp_path_factory.mktemp("source")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    target = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, ".", cwd=source)
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def site(wheel, tmp_path_factory) -> Path:
    """A new site with Kompas added, migrated; its interpreter is ``venv/bin/python`` in it."""
    place = tmp_path_factory.mktemp("site")
    run(sys.executable, "-m", "venv", "venv", cwd=place)
    python = place / "venv/bin/python"
    # What Kompas needs is here already; only Kompas itself comes from the wheel.
    inside = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=place).strip())
    paths = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    (inside / "what_kompas_needs.pth").write_text("\n".join(paths) + "\n")
    run(python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--force-reinstall", wheel, cwd=place)
    run(python, "-m", "wagtail.bin.wagtail", "start", "mysite", ".", cwd=place)

    words = blocks.titled("README.md")
    with (place / "mysite/settings/base.py").open("a") as settings:
        settings.write("\n\n" + words["settings"])
        if VERSION < (8, 0):
            # What treebeard 5.3 says of managers that Wagtail 7.4 makes.
            settings.write('\n\nSILENCED_SYSTEM_CHECKS = ["treebeard.E001"]\n')
    with (place / "mysite/urls.py").open("a") as urls:
        urls.write("\n\n" + words["urls"])
    # The site also has a course page of its own, beside ours.
    with (place / "home/models.py").open("a") as models:
        models.write("\n\n" + blocks.titled(GUIDE)["own pages"])
    run(python, "manage.py", "makemigrations", "home", cwd=place)
    for line in words["migrate"].splitlines():
        assert line.startswith("python manage.py ")
        run(python, *line.split()[1:], cwd=place)
    return place


def test_everything_that_is_not_code_is_in_the_wheel(wheel):
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not LEFT_OUT & set(path.parts)
    }
    assert wanted - packed == set()
    kinds = {Path(name).suffix for name in packed}
    assert {".html", ".txt", ".css", ".js", ".mo", ".json", ".csv", ".typ", ".ttf", ".woff2", ".svg"} <= kinds


def test_only_the_four_packages_are_in_the_wheel(wheel):
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_readme_and_the_guide_say_the_same_words():
    readme, guide = blocks.titled("README.md"), blocks.titled(GUIDE)
    for title in ("install", "settings", "urls", "migrate", "first person"):
        assert readme[title] == guide[title]


def check_that_kompas_comes_from_the_wheel(site):
    ask = "import training, cms; print(training.__file__, cms.__file__)"
    where = run(site / "venv/bin/python", "-c", ask, cwd=site)
    assert all(str(site) in path for path in where.split())


def check_that_nothing_is_missing(site):
    python = site / "venv/bin/python"
    run(python, "manage.py", "check", "--fail-level", "WARNING", cwd=site)
    run(python, "manage.py", "makemigrations", "--check", "--dry-run", cwd=site)
    assert run(python, "manage.py", "kompas_check", cwd=site) == ""


VISIT = """
from django.contrib.auth import get_user_model
from django.test import Client
from django.test.utils import setup_test_environment

from home.models import TrainingPage

own = Page.objects.get(slug="home").add_child(instance=TrainingPage(title="Nasze", slug="nasze", course=course))
setup_test_environment()
visitor = Client(raise_request_exception=True)
for address in [page.url, own.url, index.url, "/", "/search/?query=rodzina", "/kompas/sprawdz/"]:
    answer = visitor.get(address)
    print(address, answer.status_code)
    if address in (page.url, own.url):
        text = answer.content.decode()
        assert "Praca z rodziną w kryzysie" in text and "ROPS w Przykładowie" in text, text[:3000]
        assert 'href="/szkolenia/"' in text, text[:3000]
        assert text.count("<li></li>") == 0, text[:3000]

visitor.force_login(get_user_model().objects.get(username="anna"))
things = ["people", "organisations", "courses", "editions", "applicants", "certificates", "frameworks", "notices"]
for address in ["/admin/", "/admin/pages/%d/edit/" % page.pk, *("/admin/kompas/%s/" % thing for thing in things)]:
    print(address, visitor.get(address).status_code)
"""


SIGN_IN = """
from django.test import Client
from django.test.utils import setup_test_environment

setup_test_environment()
client = Client(raise_request_exception=True)
mine = "/kompas/moj-rozwoj/"

asked = client.get(mine)
assert asked.headers["Location"] == "/kompas/konto/zaloguj/?next=" + mine, asked.headers
form = client.get(asked.headers["Location"])
assert form.status_code == 200 and 'name="password"' in form.content.decode()
wrong = client.post(asked.headers["Location"], {"username": "anna", "password": "nie to"})
assert wrong.status_code == 200
entered = client.post(asked.headers["Location"], {"username": "anna", "password": "bez-trudu-42-kawki"})
assert (entered.status_code, entered.headers["Location"]) == (302, mine)
page = client.get(mine)
assert page.status_code == 200 and "Anna Nowak" in page.content.decode()
assert "ROPS w Przykładowie" in page.content.decode()

# By the form alone, without a screen that was asked for.
direct = Client().post("/kompas/konto/zaloguj/", {"username": "anna", "password": "bez-trudu-42-kawki"}, follow=True)
assert (direct.redirect_chain[-1][0], direct.status_code) == (mine, 200)

left = client.post("/kompas/konto/wyloguj/", follow=True)
assert (left.redirect_chain[-1][0], left.status_code) == ("/", 200)
assert client.get(mine).status_code == 302
print("signed in and out")
"""


def check_that_the_first_person_signs_in_and_out(site):
    python, password = site / "venv/bin/python", {"DJANGO_SUPERUSER_PASSWORD": "bez-trudu-42-kawki"}
    create, attach = blocks.titled("README.md")["first person"].splitlines()
    assert create == "python manage.py createsuperuser"
    # What the command asks, answered as the README says.
    answers = ["--noinput", "--username", "anna", "--email", "anna@example.pl"]
    run(python, *create.split()[1:], *answers, cwd=site, **password)
    assert "Anna Nowak" in run(python, *attach.split()[1:], cwd=site)
    assert "signed in and out" in run(python, "manage.py", "shell", "-v", "0", "-c", SIGN_IN, cwd=site)


def check_that_nothing_was_written_beside_the_packages(site):
    """Also when the reference site runs from the wheel: its data goes where it is started."""
    python = site / "venv/bin/python"
    inside = Path(run(python, "-c", "import training; print(training.__file__)", cwd=site).strip()).parents[1]
    before = {path for path in inside.rglob("*") if "__pycache__" not in path.parts}
    folder = site / "elsewhere"
    folder.mkdir()
    settings = {"DJANGO_SETTINGS_MODULE": "cms.site.settings", "KOMPAS_BASE_URL": "https://kompas.example.pl"}
    run(python, "-m", "django", "check", cwd=folder, **settings)
    run(python, "-m", "django", "collectstatic", "--noinput", "-v", "0", cwd=folder, **settings)
    assert {path.name for path in folder.iterdir()} == {"var"}
    assert {path.name for path in (folder / "var").iterdir()} >= {"secret-key", "static"}
    assert {path for path in inside.rglob("*") if "__pycache__" not in path.parts} == before
    names = {"var", "static", "media", "private", "manage.py"}
    assert names & {path.name for path in inside.iterdir()} == set()


def check_that_a_taken_name_is_named_and_the_cure_works(site):
    """The site has an app called ``courses``; it is renamed by the guide's words and keeps its label and table."""
    python = site / "venv/bin/python"
    base = site / "mysite/settings/base.py"
    before = base.read_text()
    taken = site / "courses"
    taken.mkdir()
    (taken / "__init__.py").write_text("")
    model = "from django.db import models\n\n\nclass Trip(models.Model):\n    name = models.CharField(max_length=50)\n"
    (taken / "models.py").write_text(model)
    base.write_text(before + '\nINSTALLED_APPS = [*INSTALLED_APPS, "courses"]\n')
    result = _run(python, "manage.py", "check", cwd=site)
    assert result.returncode != 0
    assert "Kompas's package “courses” is hidden by another of that name" in result.stderr

    taken.rename(site / "own_courses")
    (site / "own_courses/apps.py").write_text(blocks.titled(GUIDE)["renamed package"])
    base.write_text(before + '\nINSTALLED_APPS = [*INSTALLED_APPS, "own_courses"]\n')
    run(python, "manage.py", "makemigrations", "courses", cwd=site)
    run(python, "manage.py", "migrate", cwd=site)
    made = "from django.apps import apps; Trip = apps.get_model('courses.Trip'); Trip.objects.create(name='Nasze'); "
    table = run(python, "manage.py", "shell", "-v", "0", "-c", made + "print(Trip._meta.db_table)", cwd=site)
    assert table.strip() == "courses_trip"


def check_that_pages_are_served(site):
    code = blocks.titled(GUIDE)["first page"] + VISIT
    output = run(site / "venv/bin/python", "manage.py", "shell", "-v", "0", "-c", code, cwd=site)
    answers = dict(re.findall(r"^(/\S*) (\d+)$", output, re.M))
    assert len(answers) == 16
    assert {address: code for address, code in answers.items() if code != "200"} == {}


def check_that_a_page_that_is_hidden_is_named(site):
    python = site / "venv/bin/python"
    add = "Page.objects.get(slug='home').add_child(title='Nasz', slug='kompas').add_child(title='K', slug='konto')"
    run(python, "manage.py", "shell", "-v", "0", "-c", f"from wagtail.models import Page; {add}", cwd=site)
    result = _run(python, "manage.py", "check", "--database", "default", cwd=site)
    assert "kompas_training.W008" in result.stderr and "/kompas/konto/" in result.stderr, result.stderr
    remove = "from wagtail.models import Page; Page.objects.get(slug='kompas').delete()"
    run(python, "manage.py", "shell", "-v", "0", "-c", remove, cwd=site)
    run(python, "manage.py", "check", "--database", "default", "--fail-level", "WARNING", cwd=site)


def test_a_new_site_takes_kompas_in_by_the_words_of_the_readme(site):
    # One test, because the site takes a minute to make and workers share nothing.
    check_that_kompas_comes_from_the_wheel(site)
    check_that_nothing_is_missing(site)
    check_that_the_first_person_signs_in_and_out(site)
    check_that_pages_are_served(site)
    check_that_a_page_that_is_hidden_is_named(site)
    check_that_nothing_was_written_beside_the_packages(site)
    check_that_a_taken_name_is_named_and_the_cure_works(site)
