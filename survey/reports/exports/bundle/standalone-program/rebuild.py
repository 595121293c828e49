"""Rebuild the tables and charts of a report from its release, and compare them with those printed.

    python3 rebuild.py                 compare; ends with 0 where all agrees, with 1 where not
    python3 rebuild.py --write FOLDER  also write the rebuilt tables into a folder

It ends with 2 where a file is missing or cannot be read. Needs Python 3.10 or newer, nothing else.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from pathlib import Path

from release import Release
from tables import COLUMNS, Rows, rebuild

HERE = Path(__file__).resolve().parent
MOST_TOLD = 20
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SAME = 0.011
"""Places of marks are the same when they differ by no more than a hundredth of a unit."""


def main(arguments: list[str]) -> int:
    """Do what was asked and return how it went."""
    try:
        body = (HERE / "release.json").read_bytes()
        made = rebuild(Release(json.loads(body)))
        rebuilt = {name: [harmless(row) for row in rows] for name, rows in made.items()}
        printed = {name: read(HERE / "tables" / f"{name}.csv") for name in COLUMNS}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        print(f"This bundle cannot be read: {type(problem).__name__}: {problem}")
        return 2
    print(f"SHA-256 of release.json: {hashlib.sha256(body).hexdigest()}")
    if arguments[:1] == ["--write"] and len(arguments) == 2:
        write(Path(arguments[1]), rebuilt)
    elif arguments:
        print(__doc__)
        return 2
    found = [compare(name, printed[name], rebuilt[name]) for name in COLUMNS]
    if any(found):
        print(f"NOT THE SAME: {sum(found)} difference(s) between the release and what was printed.")
        return 1
    print("THE SAME: every table and every mark of every chart follows from release.json.")
    return 0


def harmless(row: list[str]) -> list[str]:
    """The cells as the tables hold them: none of them can become a formula in a spreadsheet."""
    return [f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell for cell in row]


def read(path: Path) -> Rows:
    """A table as it was printed: its row of names, and its other rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(folder: Path, rebuilt: dict[str, Rows]) -> None:
    """Write the rebuilt tables as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in rebuilt.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS[name].split(), *rows])


def compare(name: str, printed: Rows, rebuilt: Rows) -> int:
    """Say where a table differs; return in how many places."""
    columns = COLUMNS[name].split()
    head, *rows = printed or [[]]
    if head != columns:
        print(f"{name}.csv: its columns are {head}, not {columns}")
        return 1
    found: list[str] = []
    if len(rows) != len(rebuilt):
        found.append(f"{name}.csv has {len(rows)} rows; the release gives {len(rebuilt)}")
    for place, (held, made) in enumerate(zip(rows, rebuilt, strict=False), start=1):
        for column, one, two in zip(columns, held, made, strict=False):
            if not same(one, two):
                found.append(
                    f"{name}.csv, row {place}, {column}: printed {one!r}, the release gives {two!r}"
                )
        if len(held) != len(made):
            found.append(f"{name}.csv, row {place}: {len(held)} cells instead of {len(made)}")
    for line in found[:MOST_TOLD]:
        print(line)
    if len(found) > MOST_TOLD:
        print(f"{name}.csv: and {len(found) - MOST_TOLD} more")
    if not found:
        print(f"{name}.csv: {len(rebuilt)} rows, the same")
    return len(found)


def same(one: str, two: str) -> bool:
    """Whether two cells say the same."""
    if one == two:
        return True
    try:
        return abs(float(one) - float(two)) < SAME
    except ValueError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
