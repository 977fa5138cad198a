"""Static files can be collected as production does it: each under the name of its content."""

from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


def test_every_static_file_of_kompas_gets_a_name_by_its_content(tmp_path):
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    paths = {}
    for finder in get_finders():
        for path, source in finder.list([]):
            if path.startswith("kompas_"):
                paths[path] = (storage, path)
                with source.open(path) as content:
                    storage.save(path, content)
    assert {Path(path).suffix for path in paths} >= {".css", ".js", ".woff2", ".svg"}
    # A file that names itself, in a comment too, gets another name at each pass and never a last one.
    faults = [
        (path, str(result)) for path, _hashed, result in storage.post_process(paths) if result not in (True, False)
    ]
    assert faults == []
    assert set(storage.hashed_files) == set(paths)
