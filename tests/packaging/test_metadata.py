"""What a package index shows of a wheel: links and pictures that lead somewhere outside the repository."""

import os
import re
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
TARGET = re.compile(r"\]\(([^)\s]+)\)")


def metadata(folder: Path, **variables: str):
    command = [sys.executable, str(ROOT / ".ci/wheel.py"), str(folder)]
    environment = {name: value for name, value in os.environ.items() if name != "REPOSITORY"}
    done = subprocess.run(command, env={**environment, **variables}, capture_output=True, text=True, check=False)
    if done.returncode:
        return done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        (name,) = (name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_string(packed.read(name).decode())


def test_a_wheel_of_a_release_leads_to_the_files_of_its_version(tmp_path):
    found = metadata(tmp_path, REPOSITORY="https://git.example.pl/kompas/kompas/")
    base = "https://git.example.pl/kompas/kompas"
    assert f"Homepage, {base}" in found.get_all("Project-URL")
    targets = TARGET.findall(found.get_payload())
    assert [target for target in targets if not target.startswith(("https://", "#"))] == []
    own = [target.removeprefix(base) for target in targets if target.startswith(base)]
    assert f"/raw/v{found['Version']}/docs/pictures/home.png" in own
    assert f"/blob/v{found['Version']}/CHANGELOG.md" in own
    for target in own:
        path = re.fullmatch(rf"/(?:raw|blob)/v{found['Version']}/([^#]+)(?:#.*)?", target)[1]
        assert (ROOT / path).exists(), target


def test_a_wheel_to_try_out_names_no_address_that_nobody_gave(tmp_path):
    found = metadata(tmp_path)
    assert found.get_all("Project-URL") is None
    targets = TARGET.findall(found.get_payload())
    assert targets and [target for target in targets if not target.startswith(("https://", "#"))] == []
    assert "Documentation" in found.get_payload()


def test_an_address_that_is_none_is_refused(tmp_path):
    assert "is no address of a repository" in metadata(tmp_path, REPOSITORY="kompas")
    assert list(tmp_path.iterdir()) == []
