"""Migrations that have landed are never changed: ``tests/upgrade/migrations.txt`` has their names and fingerprints.

``.ci/frozen.py`` says what differs, ``--new`` names those that are not written down, and ``--add`` writes them down.
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "tests/upgrade/migrations.txt"
PACKAGES = ("training", "courses", "certificates", "cms")
HEAD = (
    "# Migrations that have landed, with the SHA-256 of their files: none of them is changed or removed.\n"
    "# Lines are only added, by `make migrations`. docs/decisions/0023-frozen-migrations.md says why.\n"
)


def migrations(root: Path = ROOT) -> dict[str, str]:
    """Path → fingerprint of each migration."""
    files = sorted(file for package in PACKAGES for file in (root / package).rglob("migrations/[0-9]*.py"))
    return {file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def written() -> dict[str, str]:
    """Path → fingerprint of each migration that has landed."""
    if not LIST.exists():
        return {}
    return dict(re.findall(r"^(\S+\.py) ([0-9a-f]{64})$", LIST.read_text(encoding="utf-8"), re.M))


def faults(there: dict[str, str], kept: dict[str, str]) -> Iterator[str]:
    """What is wrong with the migrations that are ``there``, when those of ``kept`` have landed."""
    if not kept:
        yield f"{LIST.relative_to(ROOT)} names no migration"
    for name, fingerprint in kept.items():
        if name not in there:
            yield f"{name} has landed and is not there any more"
        elif there[name] != fingerprint:
            yield f"{name} has landed and was changed: add a migration instead"
    for name in sorted(there.keys() - kept.keys()):
        yield f"{name} is not in {LIST.relative_to(ROOT)} (make migrations writes it down)"


def add() -> list[str]:
    """Write down the migrations that are not yet; the lines that are there stay as they are."""
    kept = written()
    new = {name: fingerprint for name, fingerprint in migrations().items() if name not in kept}
    lines = [f"{name} {fingerprint}\n" for name, fingerprint in {**kept, **new}.items()]
    LIST.write_text(HEAD + "".join(lines), encoding="utf-8")
    return sorted(new)


def main(arguments: list[str]) -> int:
    if arguments == ["--new"]:
        print(*sorted(migrations().keys() - written().keys()))
        return 0
    if arguments == ["--add"]:
        for name in add():
            print(f"frozen: {name}")
    wrong = list(faults(migrations(), written()))
    for fault in wrong:
        print(fault)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
