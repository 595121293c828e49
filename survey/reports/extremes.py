"""Which question stands out at either end, and only where chance does not decide it."""

from __future__ import annotations

from collections.abc import Container

from survey.reports.reading import ItemResult, ReleaseDocument


def extremes(
    document: ReleaseDocument, among: Container[str]
) -> tuple[ItemResult, ItemResult] | None:
    """Return the questions with the most and the fewest good answers, where that is certain.

    Only where their ranges are apart: otherwise the order may be chance, and neither is named.
    `among`: the ids of questions that may be named.
    """
    found = [item for item in document.items if item.id in among and item.low is not None]
    if not found:
        return None
    best = max(found, key=lambda item: item.low or 0)
    worst = min(found, key=lambda item: item.high or 0)
    return (best, worst) if (best.low or 0) > (worst.high or 0) else None
