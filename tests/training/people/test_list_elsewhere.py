"""Staff lists in a storage without paths, as a bucket is: kept until they are read, then forgotten."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from tests import factories as make
from tests.training.people import raw_books as raw
from training.kernel import time
from training.people import actions
from training.people.states import ImportState

pytestmark = pytest.mark.django_db
HEAD = ["Nazwisko i imię", "Stanowisko", "Nazwa instytucji", "Powiat"]
NOWAK = ["Nowak Anna", "pracownik socjalny", "Gminny Ośrodek Pomocy Społecznej w Ulhówku", "tomaszowski"]


def test_a_list_is_kept_read_and_forgotten_where_files_have_no_paths(region, no_local_files):
    storage = no_local_files["kompas_private"]
    staff_import = actions.open_import(
        file=raw.one([HEAD, NOWAK]), file_name="lista.xlsx", actor=make.ACTOR, now=make.NOW
    )
    # The control: this storage has no paths on a disk, so nothing below can have asked for one.
    with pytest.raises(NotImplementedError):
        storage.path(staff_import.stored_name)
    stray = storage.save("staff-lists/stray", ContentFile(b"of a killed upload"))
    read = actions.preview_import(staff_import=staff_import, now=make.NOW)
    assert (read.state, read.rows.count()) == (ImportState.PREVIEWED, 1)
    assert not storage.exists(staff_import.stored_name)
    assert actions.delete_stray_files(before=time.now() + timedelta(days=1)) == 1
    assert not storage.exists(stray)
