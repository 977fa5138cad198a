"""Every check that needs no test run: style, import order, migrations, translations, docs.

Runs all of them, then says which failed; exit code 1 when any did.
"""

import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import frozen
import messages
import styles

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
ENVIRONMENT = {
    **os.environ,
    "KOMPAS_SECRET_KEY": "lint",
    "KOMPAS_HOME": tempfile.mkdtemp(prefix="kompas-lint-"),
    "KOMPAS_BASE_URL": "https://kompas.example",
}


def command(*arguments: str) -> Iterator[str]:
    done = subprocess.run(arguments, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode:
        yield (done.stdout + done.stderr).strip()


def style() -> Iterator[str]:
    yield from command(str(BIN / "ruff"), "check", ".")
    yield from command(str(BIN / "ruff"), "format", "--check", ".")


def templates() -> Iterator[str]:
    """Templates have no orphaned tags, pictures without a text, attributes written twice and the like."""
    yield from command(str(BIN / "djlint"), "--lint", "--quiet", *messages.PACKAGES)


def import_order() -> Iterator[str]:
    yield from command(str(BIN / "lint-imports"))


def types() -> Iterator[str]:
    yield from command(sys.executable, "-m", "mypy")


def assets() -> Iterator[str]:
    """Stylesheets and scripts are tidy and free of known mistakes; what is shipped is the joined sources."""
    yield from command(str(BIN / "biome"), "check", "--colors=off", ".")
    for sheet in styles.SHEETS:
        try:
            if sheet.kept() != sheet.joined():
                yield f"{sheet.shipped} is not the joined {sheet.sources} (make styles)"
        except ValueError as fault:
            yield str(fault)


def migrations() -> Iterator[str]:
    yield from command(sys.executable, "manage.py", "check", "--fail-level", "WARNING")
    yield from frozen.faults(frozen.migrations(), frozen.written())
    # Migrations are made on Django 5.2; a newer Django may word them differently.
    import django

    if django.VERSION[:2] == (5, 2):
        yield from command(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")


def translations() -> Iterator[str]:
    """The catalogues hold every text of the code, each translated, and the compiled files are theirs."""
    messages.have_gettext()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "kompas"
        copy.mkdir()
        for name in (*messages.PACKAGES, "manage.py"):
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "static", "*.ttf"))
            else:
                shutil.copy(source, copy / name)
        messages.collect(copy)
        for package in messages.PACKAGES:
            po = Path(package, "locale/pl/LC_MESSAGES/django.po")
            if not (ROOT / po).exists():
                yield f"{po} is missing"
                continue
            fresh, kept = _entries(copy / po), _entries(ROOT / po)
            for text in sorted(set(fresh) - set(kept)):
                yield f"{po}: not in the catalogue: {text[:90]!r} (make messages)"
            for text, (translated, fuzzy) in sorted(kept.items()):
                if text in fresh and (fuzzy or not translated):
                    yield f"{po}: {'fuzzy' if fuzzy else 'not translated'}: {text[:90]!r}"
            compiled = Path(folder) / f"{package}.mo"
            checked = subprocess.run(
                ["msgfmt", "--check-format", "-o", str(compiled), str(ROOT / po)],
                capture_output=True,
                text=True,
                check=False,
            )
            if checked.returncode:
                yield checked.stderr.strip()
            elif not (ROOT / po).with_suffix(".mo").exists() or not filecmp.cmp(
                compiled, (ROOT / po).with_suffix(".mo"), shallow=False
            ):
                yield f"{po.with_suffix('.mo')} is not the compiled {po.name} (make messages)"
            if "nplurals=4" not in (ROOT / po).read_text():
                yield f"{po}: Polish has four plural forms in Django's catalogues"


def _entries(po: Path) -> dict[str, tuple[bool, bool]]:
    """msgid (with its context) → (every form translated, fuzzy)."""
    entries = {}
    for block in po.read_text().split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in lines)
        fields: dict[str, str] = {}
        name = ""
        for line in lines:
            if match := re.match(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$', line):
                name = match[1]
                fields[name] = match[2]
            elif line.startswith('"') and name:
                fields[name] += line[1:-1]
        if fields.get("msgid"):
            forms = [text for key, text in fields.items() if key.startswith("msgstr")]
            enough = len(forms) == (4 if "msgid_plural" in fields else 1)
            entries[fields.get("msgctxt", "") + fields["msgid"]] = (enough and all(forms), fuzzy)
    return entries


LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def docs() -> Iterator[str]:
    """Links in the docs lead somewhere; every setting, command and guide has its place."""
    pages = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
    for page in pages:
        if not page.exists():
            yield f"{page.relative_to(ROOT)} is missing"
            continue
        for target in LINK.findall(page.read_text()):
            if re.match(r"(https?:|mailto:|#)", target):
                continue
            if not (page.parent / target.split("#")[0]).resolve().exists():
                yield f"{page.relative_to(ROOT)}: no such file: {target}"
    sys.path.insert(0, str(ROOT))
    from training.kernel.conf import DEFAULTS

    reference = ROOT / "docs/reference"
    settings_page = reference / "settings.md"
    described = settings_page.read_text() if settings_page.exists() else ""
    for name in DEFAULTS:
        if f"`{name}`" not in described:
            yield f"docs/reference/settings.md does not describe {name}"
    commands_page = reference / "commands.md"
    described = commands_page.read_text() if commands_page.exists() else ""
    for module in sorted(ROOT.glob("*/**/management/commands/kompas_*.py")):
        if ".venv" not in str(module) and f"`{module.stem}`" not in described:
            yield f"docs/reference/commands.md does not describe {module.stem}"


LONGEST_LINE = 120
LONGEST_FILE = 400


def _written_by_hand() -> Iterator[Path]:
    """Sources of Python, templates, stylesheets and scripts; what is generated or somebody else's is left out."""
    generated = {sheet.shipped for sheet in styles.SHEETS}
    for folder in (*messages.PACKAGES, "tests", ".ci"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in {".py", ".html", ".css", ".js"} or not path.is_file():
                continue
            if not {"migrations", "vendor"} & set(path.parts) and str(path.relative_to(ROOT)) not in generated:
                yield path


def length() -> Iterator[str]:
    """No file over 400 lines, which wants to be two; no line over 120 characters (of Python, ruff says so)."""
    for path in _written_by_hand():
        lines = path.read_text(encoding="utf-8").splitlines()
        name = path.relative_to(ROOT)
        if len(lines) > LONGEST_FILE:
            yield f"{name} has {len(lines)} lines, more than {LONGEST_FILE}"
        for number, line in enumerate(lines, 1):
            if path.suffix != ".py" and len(line) > LONGEST_LINE:
                yield f"{name}:{number} has {len(line)} characters, more than {LONGEST_LINE}"


CHECKS = {
    "style": style,
    "types": types,
    "css and js": assets,
    "templates": templates,
    "import order": import_order,
    "migrations": migrations,
    "translations": translations,
    "docs": docs,
    "length": length,
}


def main() -> int:
    failed = []
    chosen = sys.argv[1:] or list(CHECKS)
    for name in chosen:
        faults = list(CHECKS[name]())
        print(f"{name:<14} {'ok' if not faults else 'FAILED'}", flush=True)
        for fault in faults:
            print("  " + fault.replace("\n", "\n  "))
        if faults:
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
