"""A site that chose a base page of its own (Wagtail 8.0): Kompas's mixins work on it, and its own pages say why not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from wagtail import VERSION

pytestmark = [pytest.mark.slow, pytest.mark.skipif(VERSION < (8, 0), reason="base pages are chosen since Wagtail 8.0")]

ROOT = Path(__file__).resolve().parents[2]


def run(place, *command, **variables):
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={
            **environment,
            "HOST_HOME": str(place),
            "DJANGO_SETTINGS_MODULE": "tests.host.swapped_settings",
            "PYTHONPATH": str(ROOT),
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_pages_made_of_the_mixins_stand_on_a_base_page_of_the_sites_own(tmp_path):
    done = run(tmp_path, "tests/host/visit_swapped.py")
    assert done.returncode == 0, done.stderr[-6000:]
    steps = json.loads(done.stdout)
    assert set(steps["pages"].values()) == {200} and len(steps["pages"]) == 6
    assert steps["address"] == "/szkolenia/rodzina/"
    assert steps["hits"] == ["/o-rodzinie/", "/praktyki/klub/", "/szkolenia/rodzina/"]
    assert steps["restricted"] == [None, 302]
    assert set(steps["admin"].values()) == {200}
    assert steps["made"] == [302, True, False]


def test_the_pages_of_kompas_itself_say_what_such_a_site_does(tmp_path):
    done = run(tmp_path, "-m", "django", "check", HOST_WITH_PAGES="1")
    assert done.returncode != 0
    assert "cms.pages" in done.stderr and "cms.mixins" in done.stderr, done.stderr[-3000:]
