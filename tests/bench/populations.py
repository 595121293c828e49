"""Random properties through the whole road: `... tests.bench.populations [NUMBER] [FIRST] [FILE]`

Half of them ordinary (60 to 420 adults, 40 to 90 % response), half of every kind. Each release is
audited by the second auditor, against an attacker who knows who answered. Told are hard findings
with their seeds, what was left undecided, and how much is still published: hiding everything
would be safe as well.

FILE keeps what became of each property, a line for each wave. Ten thousand take hours: a run that
ended goes on after the last property of the file, and the table is of all that stand in it.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from tests.support.populations import Population, make_population, next_wave
from tests.support.publishing import release_of
from tests.support.second_auditor import HARD, audit
from tests.support.shapes import ordinary_shape

ADULTS: Final = ((60, 119), (120, 239), (240, 420), (421, 2000))
RESPONSES: Final = ((0, 49), (50, 69), (70, 89), (90, 100))
SOLVE_SECONDS: Final = 20.0
IN_ONE_TASK: Final = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one wave: shares are between 0 and 1, None where there was nothing."""

    seed: int
    wave: int
    ordinary: bool
    adults: int
    response: int
    leaks: tuple[str, ...]
    undecided: int
    whole: bool
    items: float | None
    groups: float | None
    release_seconds: float
    audit_seconds: float


def population_of(seed: int) -> tuple[Population, bool]:
    """The property of a seed: an even one is ordinary."""
    if seed % 2:
        return make_population(seed), False
    return make_population(seed, ordinary_shape(random.Random(f"shape {seed}"))), True


def outcomes_of(seed: int) -> list[Outcome]:
    """One property; one in four has a second wave, released beside the first."""
    first, ordinary = population_of(seed)
    found, document = _outcome(first, ordinary, ())
    if seed % 8 >= 2:
        return [found]
    second, _document = _outcome(next_wave(first, seed), ordinary, (document,))
    return [found, second]


def _outcome(
    population: Population, ordinary: bool, earlier: Sequence[Mapping[str, Any]]
) -> tuple[Outcome, dict[str, Any]]:
    started = time.perf_counter()
    document = release_of(population, earlier=earlier)
    released = time.perf_counter()
    leaks = audit(document, population.truth, seconds=SOLVE_SECONDS)
    answered = len(population.respondents)
    items, groups = kept(document)
    found = Outcome(
        seed=population.seed,
        wave=population.wave,
        ordinary=ordinary,
        adults=len(population.people),
        response=100 * answered // len(population.people),
        leaks=tuple(str(leak) for leak in leaks if leak.kind in HARD),
        undecided=sum(leak.kind == "undecided" for leak in leaks),
        whole=document["status"] == "released" and keeps_property(document),
        items=items,
        groups=groups,
        release_seconds=released - started,
        audit_seconds=time.perf_counter() - released,
    )
    return found, document


def keeps_property(document: Mapping[str, Any]) -> bool:
    """Whether every figure of the property itself is there."""
    parts = (*document["items"], *document["levels"], *document["indices"])
    return all(part["state"] in ("shown", "not_asked") for part in parts)


def kept(document: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """The share of items shown, and of the promised group figures."""
    states = [item["state"] == "shown" for item in document["items"]]
    promised = sum(len(cut["groups"]) for cut in document["cuts"]) * len(states)
    shown = sum(
        len(split["groups"])
        for cut in document["cuts"]
        for split in cut["items"]
        if split["state"] == "shown"
    )
    return (
        sum(states) / len(states) if states else None,
        shown / promised if promised else None,
    )


def _many(seeds: Sequence[int]) -> list[Outcome]:
    return [outcome for seed in seeds for outcome in outcomes_of(seed)]


def simulate(seeds: Sequence[int], processes: int) -> Iterable[list[Outcome]]:
    """The outcomes of a few seeds each time, on several processors, as soon as they are known."""
    tasks = [seeds[at : at + IN_ONE_TASK] for at in range(0, len(seeds), IN_ONE_TASK)]
    if processes == 1:
        for task in tasks:
            yield _many(task)
        return
    with ProcessPoolExecutor(processes) as pool:
        # As they end: what waited behind a slow one would be lost where the run is ended.
        for done in as_completed([pool.submit(_many, task) for task in tasks]):
            yield done.result()


def show(outcomes: Sequence[Outcome]) -> None:
    """Print what was found, and the table by size and response."""
    leaking = [outcome for outcome in outcomes if outcome.leaks]
    print(f"releases {len(outcomes)}, with a hard finding {len(leaking)}")
    print(f"left undecided by the second auditor: {sum(one.undecided > 0 for one in outcomes)}")
    nothing = Counter(one.items == 0 for one in outcomes)[True]
    print(f"not even the property's own figures: {nothing}")
    ordinary = [one for one in outcomes if one.ordinary and 40 <= one.response < 90]
    print(f"ordinary, all property figures kept: {_percent(one.whole for one in ordinary)}")
    print()
    row = "| {:>10} | {:>8} | {:>5} | {:>13} | {:>13} | {:>14} | {:>12} |"
    heads = ("adults", "response", "waves", "all property", "property %", "group figures %", "s")
    print(row.format(*heads))
    for low, high in ADULTS:
        for least, most in RESPONSES:
            cell = [
                one
                for one in outcomes
                if low <= one.adults <= high and least <= one.response <= most
            ]
            if cell:
                seconds = sorted(one.release_seconds for one in cell)
                print(
                    row.format(
                        f"{low}-{high}",
                        f"{least}-{most}",
                        len(cell),
                        _percent(one.whole for one in cell),
                        _mean(one.items for one in cell),
                        _mean(one.groups for one in cell),
                        f"{seconds[len(seconds) // 2]:.2f} to {seconds[-1]:.2f}",
                    )
                )


def _percent(held: Iterable[bool]) -> str:
    flags = list(held)
    return f"{100 * sum(flags) / len(flags):.1f} %" if flags else "-"


def _mean(shares: Iterable[float | None]) -> str:
    there = [share for share in shares if share is not None]
    return f"{100 * sum(there) / len(there):.0f} %" if there else "-"


def main(arguments: Sequence[str]) -> int:
    """Simulate so many properties; 1 where anything leaked."""
    number = int(arguments[0]) if arguments else 1_000
    first = int(arguments[1]) if len(arguments) > 1 else 0
    file = Path(arguments[2]) if len(arguments) > 2 else None
    started = time.monotonic()
    outcomes = read(file) if file else []
    known = {outcome.seed for outcome in outcomes}
    seeds = [seed for seed in range(first, first + number) if seed not in known]
    for task in simulate(seeds, os.cpu_count() or 1):
        outcomes += task
        if file:
            keep(file, task)
        for outcome in task:
            if outcome.leaks or outcome.undecided:
                what = "; ".join(outcome.leaks[:2]) or f"{outcome.undecided} undecided"
                print(f"seed {outcome.seed} wave {outcome.wave}: {what}", flush=True)
    show(outcomes)
    print(f"\n{time.monotonic() - started:.0f} s")
    return 1 if any(outcome.leaks for outcome in outcomes) else 0


def keep(file: Path, outcomes: Iterable[Outcome]) -> None:
    """Add whole properties at once: a run that is killed leaves no half of one."""
    lines = "".join(json.dumps(asdict(outcome)) + "\n" for outcome in outcomes)
    with file.open("a", encoding="utf-8") as kept_ones:
        kept_ones.write(lines)


def read(file: Path) -> list[Outcome]:
    """What was kept, empty for a file that is not there yet."""
    if not file.exists():
        return []
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [Outcome(**{**row, "leaks": tuple(row["leaks"])}) for row in rows]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
