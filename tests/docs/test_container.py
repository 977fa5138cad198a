"""The container file and its page name what the project has: files, extras, variables, commands, the health address."""

import re
import tomllib
from pathlib import Path

from django.core.management import get_commands
from django.urls import reverse

from tests import blocks

ROOT = Path(__file__).resolve().parents[2]
GUIDE = "docs/how-to/container.md"
FILE = (ROOT / "Containerfile").read_text(encoding="utf-8")
WORDS = (ROOT / GUIDE).read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()


def test_all_that_is_copied_is_there_and_all_else_is_left_out():
    copied = {name for line in re.findall(r"^COPY (?!--)(.+) \S+$", FILE, re.M) for name in line.split()}
    assert {"pyproject.toml", "requirements.lock", "manage.py", "training", "cms"} <= copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert "*" in IGNORED
    assert {line[1:] for line in IGNORED if line.startswith("!")} == copied


def test_it_installs_extras_that_exist():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    named = set(re.findall(r"e\['(\w+)'\]", FILE))
    assert named == {"site", "s3"} and named <= set(extras)


def test_it_runs_as_nobody_special_and_holds_no_secret():
    assert re.findall(r"^USER (\S+)$", FILE, re.M) == ["kompas"]
    assert FILE.index("USER kompas") < FILE.index("\nCMD ")
    # The key of the one step that collects files is no variable of the image.
    assert "SECRET" not in "".join(re.findall(r"^ENV .*?(?<!\\)$", FILE, re.M | re.S))


def test_every_variable_is_one_the_site_reads():
    read = set(re.findall(r'"(KOMPAS_[A-Z0-9_]+)"', (ROOT / "cms/site/settings.py").read_text(encoding="utf-8")))
    named = set(re.findall(r"KOMPAS_[A-Z0-9_]+", FILE + WORDS))
    assert len(named) >= 8 and named - read == set()


def test_every_command_exists_and_the_health_check_asks_the_right_address():
    named = set(re.findall(r"manage\.py ([a-z_]+)", FILE + WORDS))
    assert {"collectstatic", "db_worker", "kompas_catch_up", "migrate"} <= named
    assert named - set(get_commands()) == set()
    assert f"http://127.0.0.1:8000{reverse('kompas_training:health_of_pages')}'" in FILE


def test_the_page_and_the_file_serve_with_the_same_words():
    command = re.search(r"^CMD \[(.+)\]$", FILE, re.M)[1].replace('"', "").replace(", ", " ")
    assert f"`{command}`" in WORDS
    assert "python manage.py db_worker --interval 1" in blocks.titled(GUIDE)["compose.yaml"]
