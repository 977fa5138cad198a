"""Certificates in a storage without paths, as a bucket is: issued, read, checked, replaced."""

import pytest
from django.test import Client
from django.urls import reverse

from certificates.register import files
from certificates.register.integrity import check_files
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_certificate_is_issued_and_read_without_a_path(no_local_files, issued):
    (certificate,) = issued(["Anna Nowak"])
    # The control: this storage has no paths on a disk, so nothing below can have asked for one.
    with pytest.raises(NotImplementedError):
        no_local_files["kompas_private"].path(certificate.file_name)
    assert files.read(certificate.file_name).startswith(b"%PDF")
    assert list(check_files()) == []
    reader = Client()
    person = certificate.enrolment.person
    person.user = make.user()
    person.save()
    reader.force_login(person.user)
    address = reverse("kompas_certificates:download", args=[certificate.pk])
    answer = reader.get(address)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/pdf"

    no_local_files["kompas_private"].delete(certificate.file_name)
    assert [fault.keys["number"] for fault in check_files()] == [certificate.number]
