"""How large a pool must be before anything is said of how its questions behave.

The covariances of a small group are releases of its answers, and one house says nothing about a
scale. So reliability and language comparisons are made over the whole platform, or over at least
five properties together, and never by property (disclosure.md, sections 4 and 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from survey.core.analysis.estimates import Refusal, are_figures

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

SMALLEST_POOL: Final = 100
"""Respondents who answered every item."""

SMALLEST_FACTOR_POOL: Final = 200
"""The same for a factor model."""

FEWEST_PROPERTIES: Final = 5
FEWEST_ON_A_PLATFORM: Final = 2
"""A platform of one property is that property."""


def too_small(
    answered: int, properties: int, *, whole_platform: bool, needed: int = SMALLEST_POOL
) -> Refusal | None:
    """Why a pool may not be analysed; None when it may.

    At least five properties (two, where they are the whole platform), then at least `needed`
    respondents. Example: 400 answers from 4 of 9 properties give
    Refusal("too_few_properties", needed=5, found=4).
    """
    fewest = FEWEST_ON_A_PLATFORM if whole_platform else FEWEST_PROPERTIES
    if properties < fewest:
        return Refusal("too_few_properties", needed=fewest, found=properties)
    if answered < needed:
        return Refusal("too_few", needed=needed, found=answered)
    return None


def complete_rows(
    rows: Sequence[Sequence[float | None]], labels: Sequence[str] | None = None
) -> tuple[Matrix, tuple[str, ...]] | Refusal:
    """Those who answered every item, with their labels, sorted by answers and label.

    rows: respondents by items; None is missing. Sorted, so that sums do not depend on the order
    in which the answers came. Refuses "bad_input" for rows or labels of the wrong length, no
    items, or a number that is not finite; "no_answers" when nobody answered every item.
    Example: (3, 4), (None, 1), (1, 2) of a, b, c give [[1, 2], [3, 4]] and c, a.
    """
    names = [""] * len(rows) if labels is None else list(labels)
    width = len(rows[0]) if len(rows) else 0
    if len(names) != len(rows) or any(len(row) != width for row in rows):
        return Refusal("bad_input")
    if not are_figures(*(value for row in rows for value in row if value is not None)):
        return Refusal("bad_input")
    kept = sorted(
        (tuple(float(value) for value in row if value is not None), name)
        for row, name in zip(rows, names, strict=True)
        if not any(value is None for value in row)
    )
    if not kept or not width:
        return Refusal("no_answers", needed=1, found=0)
    matrix = np.array([values for values, _name in kept], dtype=np.float64)
    return matrix, tuple(name for _values, name in kept)
