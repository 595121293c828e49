"""Whether two releases asked the same: figures of other questions make no change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]


def same_people(one: Document, other: Document) -> bool:
    """Whether both asked everybody, or both only people who moved in."""
    return bool(one["wave"].get("kind") == other["wave"].get("kind"))


def same_access(documents: Sequence[Document]) -> bool:
    """Whether all have figures and all, or none, were limited to one answer per adult.

    One with and one without that limit would move figures by itself.
    """
    limits = {document["promise"]["limited_to_one"] for document in documents}
    return len(limits) == 1 and all(document["status"] == "released" for document in documents)


def same_level(previous: Document, current: Document, level_id: str) -> bool:
    """Whether a level was asked both times, by the same items in the same words."""
    before, now = _level(previous, level_id), _level(current, level_id)
    if before is None or now is None or "not_asked" in (before["state"], now["state"]):
        return False
    items: list[str] = now["items"]
    return before["items"] == items and all(
        same_question(previous, current, item_id) for item_id in items
    )


def same_question(previous: Document, current: Document, item_id: str) -> bool:
    """Whether an item had the same words and answers in every language that both waves had."""
    before, now = _facts_of(previous, item_id), _facts_of(current, item_id)
    if before is None or before != now:
        return False
    _kind, scale, _reverse, _favorable_values = now
    shared = previous["wording"].keys() & current["wording"].keys()
    return bool(shared) and all(
        _words(previous["wording"][language], item_id, scale)
        == _words(current["wording"][language], item_id, scale)
        for language in shared
    )


def _level(document: Document, level_id: str) -> Mapping[str, Any] | None:
    return next((level for level in document["levels"] if level["id"] == level_id), None)


def _facts_of(document: Document, item_id: str) -> tuple[str, str, bool, object] | None:
    for item in document["items"]:
        if item["id"] == item_id:
            return item["kind"], item["scale"], item["reverse"], item["favorable"]
    return None


def _words(wording: Mapping[str, str], item_id: str, scale: str) -> dict[str, str]:
    answers = f"scale.{scale}."
    return {key: text for key, text in wording.items() if key == item_id or key.startswith(answers)}
