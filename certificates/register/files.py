"""Files of the register in private storage, each under the SHA-256 of its bytes."""

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from certificates.designs.documents.pictures import flattened
from training.kernel.canonical_json import sha256
from training.kernel.conf import setting


def storage() -> Storage:
    return storages[setting("PRIVATE_STORAGE")]


def _path(folder: str, digest: str, ending: str) -> str:
    return f"certificates/{folder}/{digest[:2]}/{digest}.{ending}"


def store(content: bytes, *, folder: str, ending: str) -> tuple[str, str]:
    """Keep bytes under their hash; return name and hash.  Storing the same bytes again is harmless."""
    digest = sha256(content)
    name = _path(folder, digest, ending)
    kept = storage()
    if not kept.exists(name):
        # A storage that finds the name taken by a neighbour in that moment
        # gives another one; both hold the same bytes.
        name = kept.save(name, ContentFile(content))
    return name, digest


def read(name: str) -> bytes:
    with storage().open(name) as file:
        return file.read()


def store_strip(picture: bytes) -> str:
    """Keep a funding strip as it is printed; return its hash."""
    return store(flattened(picture), folder="strips", ending="png")[1]


def has_strip(digest: str) -> bool:
    return storage().exists(_path("strips", digest, "png"))


def read_strip(digest: str) -> bytes:
    return read(_path("strips", digest, "png"))
