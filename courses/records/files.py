"""Pictures that the papers of a closed edition print, kept under the SHA-256 of their bytes in private storage."""

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from training.kernel.canonical_json import sha256
from training.kernel.conf import setting


def storage() -> Storage:
    return storages[setting("PRIVATE_STORAGE")]


def path_of(name: str) -> str:
    return f"records/strips/{name[:2]}/{name}"


def store(content: bytes, suffix: str) -> str:
    """Keep a picture; return its name.  Storing the same bytes again is harmless."""
    name = f"{sha256(content)}{suffix}"
    if not storage().exists(path_of(name)):
        storage().save(path_of(name), ContentFile(content))
    return name


def read(name: str) -> bytes | None:
    """The picture's bytes; nothing when the file is gone (``kompas_check`` says so)."""
    try:
        with storage().open(path_of(name)) as file:
            return file.read()
    except OSError:
        return None
