"""Reading what people send, in a process of its own: a file that bites harms nobody but that process."""

import json
import logging
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from training.kernel.conf import setting
from training.kernel.workbooks import refusals
from training.kernel.workbooks.workbook import Limits, Workbook, unpack

logger = logging.getLogger("kompas.books")
# Seconds of the clock for each second of the processor: on a busy machine the process mostly waits for its turn.
_PATIENCE = 10
# Where the processor's time cannot be limited, the clock is all there is.
_PATIENCE_WITHOUT_LIMITS = 2


def can_limit() -> bool:
    """Whether this platform can hold the reading process to its memory (not on Windows)."""
    try:
        import resource
    except ImportError:
        return False
    return hasattr(resource, "RLIMIT_AS")


def limits() -> Limits:
    return Limits(
        rows=setting("IMPORT_MAX_ROWS"),
        seconds=setting("IMPORT_MAX_SECONDS"),
        memory=setting("IMPORT_MAX_MEMORY"),
        unpacked=10 * setting("IMPORT_MAX_BYTES"),
    )


def read_book(content: bytes) -> Workbook:
    """The worksheets of a file with their visible cells.

    Raises:
        NotASpreadsheet: it is something else, or broken; the sentence says what and the cure.
        SpreadsheetTooLarge: over ``IMPORT_MAX_BYTES``, ``IMPORT_MAX_ROWS``, or what reading may take.
    """
    if len(content) > setting("IMPORT_MAX_BYTES"):
        raise _too_large()
    answer = _ask_child(content, limits())
    if code := answer.get("unreadable"):
        raise _too_large() if code == "too_many_rows" else refusals.BY_CODE[code]()
    return answer["book"]


def _too_large() -> refusals.SpreadsheetTooLarge:
    megabytes = setting("IMPORT_MAX_BYTES") // (1024 * 1024)
    return refusals.SpreadsheetTooLarge(rows=setting("IMPORT_MAX_ROWS"), megabytes=megabytes)


def _interpreter() -> str:
    """Python itself: inside a server that embeds it, ``sys.executable`` is that server."""
    if "python" in Path(sys.executable or "").name.lower():
        return sys.executable
    return str(Path(sys.prefix) / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def _ask_child(content: bytes, most: Limits) -> dict[str, Any]:
    command = [_interpreter(), "-m", "training.kernel.workbooks.child", json.dumps(asdict(most))]
    # Where the parent's modules are; none of its secrets, none of its open files.
    environment = {"PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path), "PYTHONHASHSEED": "0"}
    if sys.pycache_prefix:
        # The process may write no file, so it would compile the readers each time.
        environment["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    if "SYSTEMROOT" in os.environ:
        environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    longest = most.seconds * (_PATIENCE if can_limit() else _PATIENCE_WITHOUT_LIMITS)
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, env=environment, timeout=longest, check=False
        )
    except subprocess.TimeoutExpired:
        logger.warning("reading a file of %d bytes took over %d seconds and was stopped", len(content), longest)
        raise refusals.TakesTooMuch from None
    if done.returncode == 0:
        return _answer(done.stdout.decode())
    last = "".join(done.stderr.decode(errors="replace").strip().splitlines()[-1:])
    if done.returncode < 0 or "MemoryError" in last:
        # Killed by its own limits: the CPU's time, or a library that aborts where memory ends.
        logger.warning("reading a file of %d bytes was stopped: %s %s", len(content), done.returncode, last)
        raise refusals.TakesTooMuch
    raise RuntimeError(f"the process that reads files ended with {done.returncode}: {last}")


def _answer(text: str) -> dict[str, Any]:
    head = '{"book": '
    if text.startswith(head):
        return {"book": unpack(text[len(head) : -1])}
    return json.loads(text)
