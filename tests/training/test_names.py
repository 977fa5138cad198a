"""A site may have a package called as one of ours: it is told so, in words, before anything else goes wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIGURE = "from django.conf import settings; settings.configure(INSTALLED_APPS={apps}); "


def imports(place, code):
    """The last line of what Python says, with the folder of the site before ours."""
    program = f"import sys; sys.path[:0] = [{str(place)!r}, {str(ROOT)!r}]; {code}"
    done = subprocess.run([sys.executable, "-c", program], cwd=place, capture_output=True, text=True, check=False)
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def package(place, name):
    (place / name).mkdir()
    (place / name / "__init__.py").write_text("")


@pytest.mark.parametrize(
    "taken, ours", [("courses", "training"), ("courses", "certificates"), ("certificates", "cms"), ("training", "cms")]
)
def test_a_package_that_hides_ours_is_named_with_the_cure(tmp_path, taken, ours):
    assert imports(tmp_path, f"import {ours}") == ""
    package(tmp_path, taken)
    output = imports(tmp_path, f"import {ours}")
    assert output.startswith(f"ImportError: Kompas's package “{taken}” is hidden by another of that name")
    assert "keep the label" in output and "Names that are taken" in output


def test_a_folder_without_a_file_hides_nothing(tmp_path):
    (tmp_path / "courses").mkdir()
    assert imports(tmp_path, "import training") == ""


def test_a_site_with_its_own_cms_may_go_without_our_page_parts(tmp_path):
    package(tmp_path, "cms")
    without = CONFIGURE.format(apps=["training", "cms"])
    assert imports(tmp_path, f"{without}import training") == ""
    asked = CONFIGURE.format(apps=["training", "cms", "cms.pages"])
    assert imports(tmp_path, f"{asked}import training").startswith("ImportError: Kompas's package “cms” is hidden")
