"""Builds the wheel of a release, whose page in a package index stands outside the repository.

    make wheel REPOSITORY=https://git.example.pl/kompas/kompas     for a release
    make wheel                                                     to try out: no links to a repository

The README has relative links and pictures, which only a repository can follow: in the wheel they lead to the files of
the tag of this version.  Where the repository is, is known when it is released, and stands nowhere in the code.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("training", "courses", "certificates", "cms", "pyproject.toml", "README.md", "LICENSE")
LINK = re.compile(r"(!?)\[((?:[^\[\]]|!\[[^\]]*\]\([^)]*\))*)\]\(([^)\s]+)\)")


def absolute(text: str, url: str, version: str) -> str:
    """The README for readers elsewhere; without an address its pictures go, and of its links the words stay."""

    def lead(match: re.Match[str]) -> str:
        is_picture, words, target = match.groups()
        words = LINK.sub(lead, words)
        if urlsplit(target).scheme or target.startswith("#"):
            return f"{is_picture}[{words}]({target})"
        if not url:
            return "" if is_picture else words
        kind = "raw" if is_picture else "blob"
        return f"{is_picture}[{words}]({url}/{kind}/v{version}/{target})"

    return LINK.sub(lead, text)


def addresses(url: str, version: str) -> str:
    """The table of the project's addresses for ``pyproject.toml``."""
    pages = {
        "Homepage": url,
        "Documentation": f"{url}/blob/v{version}/docs/README.md",
        "Changelog": f"{url}/blob/v{version}/CHANGELOG.md",
    }
    return "\n[project.urls]\n" + "".join(f'{name} = "{page}"\n' for name, page in pages.items())


def build(url: str, target: Path) -> None:
    """From a copy of the files that git knows: a list left in a folder of data must not be published."""
    url = url.rstrip("/")
    if url and (urlsplit(url).scheme != "https" or not urlsplit(url).netloc):
        raise SystemExit(f"REPOSITORY={url} is no address of a repository; it begins with https://")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        listed = subprocess.run(
            ["git", "ls-files", "-z", *SOURCES], cwd=ROOT, check=True, capture_output=True, text=True
        )
        for name in listed.stdout.rstrip("\0").split("\0"):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
        project, readme = copy / "pyproject.toml", copy / "README.md"
        version = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"]
        readme.write_text(absolute(readme.read_text(encoding="utf-8"), url, version), encoding="utf-8")
        if url:
            project.write_text(project.read_text(encoding="utf-8") + addresses(url, version), encoding="utf-8")
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(copy)]
        subprocess.run(command, check=True)
    if not url:
        print(
            "Without REPOSITORY=… this wheel names no repository and shows no pictures: try it out, do not publish it."
        )


if __name__ == "__main__":
    build(os.environ.get("REPOSITORY", ""), Path(sys.argv[1]) if sys.argv[1:] else ROOT / "dist")
