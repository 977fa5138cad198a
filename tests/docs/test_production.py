"""What the production guide names is there: commands, variables, programs; its units are as systemd reads them."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests import blocks

GUIDE = "docs/how-to/production.md"
ROOT = Path(__file__).resolve().parents[2]
WORDS = (ROOT / GUIDE).read_text(encoding="utf-8")
BLOCKS = blocks.titled(GUIDE)
UNITS = [title for title in BLOCKS if title.startswith("/etc/systemd/")]


def test_every_command_of_the_guide_exists():
    named = set(re.findall(r"(?:manage\.py|(?:^|/bin/)kompas) ([a-z_]+)", WORDS, re.M))
    assert {"kompas_catch_up", "kompas_check", "db_worker", "migrate", "collectstatic"} <= named
    assert named - set(get_commands()) == set()


def test_every_variable_of_the_guide_is_one_the_site_reads():
    read = set(re.findall(r'"(KOMPAS_[A-Z_]+)"', (ROOT / "cms/site/settings.py").read_text(encoding="utf-8")))
    named = set(re.findall(r"^(KOMPAS_[A-Z_]+)=", BLOCKS["kompas.env"], re.M))
    assert len(named) >= 8
    assert named - read == set()


def test_every_variable_the_site_reads_is_in_the_reference():
    read = set(re.findall(r'"(KOMPAS_[A-Z_]+)"', (ROOT / "cms/site/settings.py").read_text(encoding="utf-8")))
    described = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert [name for name in sorted(read) if f"| `{name}` |" not in described] == []


@pytest.mark.parametrize("title", UNITS)
def test_a_unit_runs_from_the_place_and_with_the_settings_of_the_others(title):
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str
    unit.read_string(BLOCKS[title])
    assert unit["Unit"]["Description"].startswith("Kompas, ")
    if title.endswith(".service"):
        service = unit["Service"]
        assert (service["User"], service["EnvironmentFile"]) == ("kompas", "/etc/kompas.env")
        assert service["ExecStart"].startswith(f"{service['WorkingDirectory']}/.venv/bin/")


@pytest.mark.parametrize("title", ["kompas", "/usr/local/bin/kompas-backup", "read back"])
def test_the_programs_are_shell(title):
    assert shutil.which("sh")
    done = subprocess.run(["sh", "-n"], input=BLOCKS[title], text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
