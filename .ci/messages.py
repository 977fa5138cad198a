"""Collects the texts of each package into its Polish catalogue, and compiles it.

xgettext and msgfmt come from the package ``gettext``.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("training", "courses", "certificates", "cms")
# Django's and Wagtail's Polish catalogues use four forms; ours must say the same.
PLURALS = (
    r'"Plural-Forms: nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 '
    r"|| n%100>14) ? 1 : n!=1 && (n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || "
    r'(n%100>=12 && n%100<=14) ? 2 : 3);\n"'
)


def have_gettext() -> None:
    if shutil.which("xgettext") and shutil.which("msgfmt"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("· installing gettext", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL, check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "gettext"], stdout=subprocess.DEVNULL, check=False)
    if not shutil.which("msgfmt"):
        sys.exit("gettext is missing. On Debian or Ubuntu: apt install gettext")


def collect(root: Path = ROOT) -> None:
    for package in PACKAGES:
        (root / package / "locale").mkdir(exist_ok=True)
        subprocess.run(
            [
                sys.executable,
                str(root / "manage.py"),
                "makemessages",
                "-l",
                "pl",
                "--no-location",
                "--no-wrap",
                "-v",
                "0",
            ],
            cwd=root / package,
            check=True,
            env={**os.environ, "KOMPAS_SECRET_KEY": "messages"},
        )


def compile_catalogues(root: Path = ROOT) -> None:
    for po in sorted(root.glob("*/locale/pl/LC_MESSAGES/django.po")):
        subprocess.run(["msgfmt", "--check-format", "-o", str(po.with_suffix(".mo")), str(po)], check=True)


if __name__ == "__main__":
    have_gettext()
    collect()
    compile_catalogues()
