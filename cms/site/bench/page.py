"""The page the measures are written to: what they mean, on what machine, then a section for each size."""

import os
import platform
import re
from datetime import date
from pathlib import Path

from cms.site.bench.running import Figure

TITLES = ("measure", "queries", "median ms", "a second", "peak MiB", "floor ms", "× floor", "aim")
NOT_MET = " **not met**"
HEAD = """# Benchmarks

```sh
make bench            # 2 000 people: SQLite, and PostgreSQL when a server answers
make bench SIZE=M     # 12 000 people, 30 000 enrolments, 200 000 assessments
make bench ONLY="certificates"   # the measures with this in their name; writes nothing here
```

Each run builds a demo region of the size for each database (`var/bench-…`, database `kompas_bench_…`; kept for the
next run, `FRESH=1` builds it again), measures, and writes its part of this page. `KOMPAS_BENCH_SERVER` names another
PostgreSQL server than `postgres://postgres@127.0.0.1:5432/postgres`.

Each aim that is not met fails the command; `make bench REPORT=1` only says so.

- Every measure runs in a process of its own and in a transaction that is rolled back: the last wait for the disk is not
  in the figure. What is measured **to its end** commits, on the default settings, in a copy of the database that is
  dropped afterwards.
- **queries**: statements of one run, without BEGIN, COMMIT and savepoints, on every connection of the process.
- **median ms**: of several runs after the first, as many as two seconds hold; the staff preview and the crowds run
  once. Pages are whole: from the request to the response.
- **a second**: people served. The 300 people are another process than the site: gunicorn as `make demo` starts it, two
  processes of four threads, and the database on the same machine. Eight ask at a time, each over a connection of their
  own, and the next when one is answered. Their accounts and sessions are there before, and the server has shown the
  page of the application some times. Letters leave meanwhile, over SMTP, to a server that only counts them: two for
  each person, one with the place and one with its calendar file. **until all letters have left** ends when the last of
  the 600 has come there: the thread beside the requests begins when nobody applied for half a second, or after five.
  Three runs in turn with the same clients, gunicorn and PostgreSQL on one machine with two cores (2026-11-28): Kompas
  answered 80 to 92 in a second, and had sent all letters at 45 to 50; pretalx 2026.3.0.dev0, in whose place people sign
  up for a session and get no letter, answered 66 to 74.
- **apply** is the verb alone. **apply, to its end** is the request: session, account, lock, history and letter in the
  outbox, with what runs on commit. **until both letters have left** adds what the thread beside the requests then does:
  the queries are its own, the time includes the half second for which it waits for more. There a letter is built and
  handed to the mail backend of the demo, which sends nothing.
- **calendars of 100 people**: their invitations, each with its file, written to the outbox.
- **catch up with nothing to do**: `kompas_catch_up`, as it runs every five minutes.
- **peak MiB**: what the measure held at most, above what the process held before.
- **floor**: the bare way to the same result. For the team's map and the growth report one SQL statement written by
  hand, whose answer is asserted to be the same; for certificates only drawing the same documents; for xlsx the same
  rows from SQL straight into openpyxl; for the staff preview openpyxl reading every cell of the same file.
  An aim in floors holds where the floor takes 20 ms or more, as at size M: below that the few milliseconds decide in
  which Python builds the statements and reads the names of what is counted, which do not grow with the region.
- **Every list and every page** of Kompas follows under the name of its address, found from the addresses of the site:
  a list (≤ 300 ms, ≤ 30 queries; searched too, where it can be), a page or form (≤ 150 ms, ≤ 40 queries), a file made
  on the spot (≤ 2000 ms, ≤ 40 queries). A list shows up to 50 rows, so its queries do not grow with them. They are
  asked for by who uses them, about the row with the most to show. Sent forms, stored files and questions before a step
  with one row are not measured; `cms/site/bench/screens.py` names each with its reason, and a test fails for an address
  that is neither measured nor named.
"""


def row(figure: Figure) -> str:
    """A figure as a line of the table."""
    aims = ", ".join(f"{words}{'' if met else NOT_MET}" for words, met in figure.aims)
    cells = (
        figure.name,
        "" if figure.queries is None else str(figure.queries),
        f"{figure.milliseconds:.1f}",
        f"{figure.rate:.1f}" if figure.rate else "",
        f"{figure.memory:.0f}",
        f"{figure.floor:.1f}" if figure.floor is not None else "",
        f"{figure.ratio:.2f}" if figure.ratio else "",
        aims,
    )
    return "| " + " | ".join(cells) + " |"


def table_head() -> list[str]:
    return ["| " + " | ".join(TITLES) + " |", "|---|" + "---:|" * (len(TITLES) - 2) + "---|"]


def machine() -> str:
    """What it ran on, in one line."""
    model = platform.machine()
    try:
        if match := re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.M):
            model = match[1].strip()
    except OSError:
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


def section(size: str, databases: dict[str, list[str]], on: date) -> str:
    """``databases``: the name and version of each → its lines."""
    text = f"## Size {size}: {on:%Y-%m-%d}\n\n`make bench SIZE={size}` on {machine()}.\n"
    for database, lines in databases.items():
        text += f"\n### {database}, size {size}\n\n" + "\n".join(lines) + "\n"
    return text


def with_section(page: str, size: str, text: str) -> str:
    """The page with the part about ``size`` replaced, the other as it was, S before M."""
    sections = {part.split(":", 1)[0]: part for part in re.split(r"(?m)^## Size ", page)[1:]}
    sections[size] = text.removeprefix("## Size ")
    order = sorted(sections, key="SM".index)
    return HEAD + "".join(f"\n## Size {sections[name].strip()}\n" for name in order)
