"""The reference site with its files in a bucket: nothing of it is public, and nothing needs a path on a disk."""

import os
import subprocess
import sys
from ast import literal_eval
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from tests import factories as make

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db


def asked(expression: str, home: Path, **variables: str) -> str:
    """What the settings say in a process of its own: they read the environment once."""
    done = subprocess.run(
        [sys.executable, "-c", f"from cms.site import settings as s\nprint({expression})"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "KOMPAS_HOME": str(home), "KOMPAS_SECRET_KEY": "x", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_without_a_bucket_files_stay_on_the_disk(tmp_path):
    kinds = asked("{s.STORAGES[name]['BACKEND'] for name in ('default', 'kompas_private')}", tmp_path)
    assert kinds == "{'django.core.files.storage.FileSystemStorage'}"


def test_a_bucket_keeps_pictures_and_private_files_apart_and_gives_neither_away(tmp_path):
    from storages.backends.s3 import S3Storage

    variables = {
        "KOMPAS_S3_BUCKET": "kompas",
        "KOMPAS_S3_ENDPOINT": "http://127.0.0.1:9000",
        "KOMPAS_BASE_URL": "https://szkolenia.example.pl",
    }
    found = asked("[s.STORAGES[name]['OPTIONS'] for name in ('default', 'kompas_private')]", tmp_path, **variables)
    media, private = (S3Storage(**options) for options in literal_eval(found))
    assert (media.location, private.location) == ("media", "private")
    for storage in (media, private):
        assert (storage.default_acl, storage.file_overwrite, storage.querystring_auth) == (None, False, True)
        assert (storage.bucket_name, storage.endpoint_url) == ("kompas", "http://127.0.0.1:9000")
    # A picture has the address of the site's own view, which the content security policy allows.
    assert media.url("images/a b.png") == "https://szkolenia.example.pl/media/images/a%20b.png"
    assert private.custom_domain is None
    # Stylesheets need no bucket.
    backend = asked("s.STORAGES['staticfiles']['BACKEND']", tmp_path, **variables)
    assert backend.startswith("whitenoise.")


def test_stylesheets_may_be_collected_elsewhere(tmp_path):
    assert asked("s.STATIC_ROOT", tmp_path, KOMPAS_STATIC_ROOT=str(tmp_path / "built")) == str(tmp_path / "built")


def test_a_picture_is_shown_from_wherever_it_is_kept(no_local_files):
    no_local_files["default"].save("images/a.png", ContentFile(b"picture"))
    answer = Client().get("/media/images/a.png")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"picture")
    assert answer.headers["Content-Type"] == "image/png"
    again = Client().get("/media/images/a.png", headers={"If-Modified-Since": answer.headers["Last-Modified"]})
    assert again.status_code == 304
    assert Client().get("/media/images/b.png").status_code == 404


@pytest.mark.parametrize(
    "path", ["../documents/list.txt", "x/../../documents/list.txt", "..\\documents\\list.txt", "..", ""]
)
def test_no_way_leads_from_the_pictures_to_the_documents(no_local_files, path):
    no_local_files["default"].save("documents/list.txt", ContentFile(b"restricted"))
    assert Client().get(f"{project.MEDIA_URL}images/{path}").status_code == 404


def test_a_document_is_uploaded_and_read_and_a_restricted_one_asks_first(no_local_files):
    boss = make.superuser(username="boss")
    client = Client()
    client.force_login(boss)
    upload = {"title": "Programme", "collection": Collection.get_first_root_node().pk}
    sent = client.post("/admin/documents/add/", {**upload, "file": ContentFile(b"hours", name="programme.txt")})
    assert sent.status_code == 302
    document = Document.objects.get()
    answer = Client().get(document.url)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"hours")

    closed = Collection.get_first_root_node().add_child(name="Staff")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    document.collection = closed
    document.save()
    assert Client().get(document.url).status_code == 302
    assert Client().get(f"/media/{document.file.name}").status_code == 404
