"""Measure Porchlight: python -m tests.bench [asking] [sending] [opening] [printing] [portfolio]
       [archives] [launching] [letters] [loading] [mailing] [painting] [auditing] [coverage]
       [verdicts] [year]

Everything is told as a ratio to a stated baseline, measured in the same run on the same machine;
milliseconds alone say more of the machine than of Porchlight. Nothing is written but in a temporary
folder, and a database of its own where TEST_DATABASE_URL names a PostgreSQL server.
What has more than one number to tell, or is simulated, prints a table of its own.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from flask import Flask

from tests.bench import (
    archives,
    asking,
    auditing,
    coverage,
    launching,
    letters,
    loading,
    mailing,
    opening,
    painting,
    portfolio,
    printing,
    sending,
    verdicts,
    year,
)
from tests.bench.place import (
    POSTGRESQL_URL,
    application,
    postgresql_database,
    sqlite_url,
    temporary_folder,
)
from tests.bench.rounds import Result

PARTS = {
    "asking": "document: a bare Flask route that sends the same bytes, behind the same server",
    "sending": "answers: a bare Flask route that parses the same form, commits one row as durable",
    "opening": "Opening: the bare decryptions of the same envelopes, from memory",
    "printing": "PDF: bare WeasyPrint with the same HTML and styles",
    "portfolio": "portfolio: the same page with few releases; a bare query and table of its rows",
}

TABLES: Mapping[str, Callable[[], Iterable[str]]] = {
    "archives": archives.table,
    "launching": launching.table,
    "letters": letters.table,
    "loading": loading.table,
    "mailing": mailing.table,
    "painting": painting.table,
    "auditing": auditing.table,
    "coverage": coverage.table,
    "verdicts": verdicts.table,
    "year": year.table,
}
"""What prints a table of its own: each gives its lines."""


def run(parts: Sequence[str]) -> Iterator[Result]:
    """Measure these parts, on SQLite; all but the last two on PostgreSQL too where there is one."""
    with temporary_folder() as folder, application(sqlite_url(folder), folder) as app:
        yield from _run_on(app, folder, parts)
        if "printing" in parts:
            yield from printing.measure(app)
    if "portfolio" in parts:
        with temporary_folder() as folder:
            yield from portfolio.measure(folder)
    if {"asking", "sending", "opening"} & set(parts) and POSTGRESQL_URL:
        with (
            postgresql_database() as url,
            temporary_folder() as folder,
            application(url, folder) as app,
        ):
            yield from _run_on(app, folder, parts)


def _run_on(app: Flask, folder: Path, parts: Sequence[str]) -> Iterator[Result]:
    if "asking" in parts:
        yield from asking.measure(app, folder)
    if "sending" in parts:
        yield from sending.measure(app, folder)
    if "opening" in parts:
        yield from opening.measure()


def show(results: Iterable[Result]) -> None:
    """Print the table, a line as soon as it is known."""
    row = "{:<60} {:>12} {:>12} {:>8}   {}"
    print(row.format("", "baseline ms", "ours ms", "ratio", "middle half of the rounds"))
    for one in results:
        numbers = (f"{one.baseline_ms:.2f}", f"{one.ours_ms:.2f}", f"{one.ratio:.3g}")
        print(row.format(one.what, *numbers, f"{one.low:.3g} to {one.high:.3g}"), flush=True)


def main(wanted: Sequence[str]) -> int:
    """Measure what was asked for, or everything."""
    unknown = [part for part in wanted if part not in PARTS and part not in TABLES]
    if unknown:
        print(__doc__, file=sys.stderr)
        return 2
    began = time.monotonic()
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    parts = [part for part in PARTS if part in wanted or not wanted]
    if parts:
        print("\n".join(PARTS.values()), end="\n\n")
        show(run(parts))
    for name in TABLES:
        if name in wanted or not wanted:
            print(f"\n{name}\n")
            for line in TABLES[name]():
                print(line, flush=True)
    print(f"\n{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
