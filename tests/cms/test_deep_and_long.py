"""JSON that is nested without end, and addresses longer than any file system takes: an answer, not a fault."""

import pytest
from django.core.management import CommandError, call_command
from django.http import Http404
from django.test import RequestFactory

from cms.site.views import picture

DEEP = "[" * 200_000


def test_a_framework_nested_without_end_is_no_framework(db, tmp_path):
    path = tmp_path / "deep.json"
    path.write_text(DEEP)
    with pytest.raises(CommandError, match="no framework"):
        call_command("kompas_load_framework", str(path), "--code", "own")


@pytest.mark.parametrize("path", ["a" * 300, "a" * 300 + ".png", "a/" * 400 + "b", "a\x00b"])
def test_a_picture_of_a_name_that_no_disk_takes_is_not_there(path):
    with pytest.raises(Http404):
        picture(RequestFactory().get("/media/images/x"), path)
