"""A release as it was published, with the words of its questions and answers in English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from english import Share

Json = dict[str, Any]

LEVELS = {
    "perceptual": "Feeling at home",
    "relational": "Knowing one another",
    "structural": "Having a say",
}
OTHER_LEVELS = {"outcome": "All in all", "context": "Life here"}
ORDER = [*LEVELS, *OTHER_LEVELS]
SCHEMAS = (1, 2)


class Release:
    """The parsed release.json. What an older release does not say is empty, never guessed."""

    def __init__(self, body: Json) -> None:
        """Keep what the tables need. Raises ValueError for a schema that came later."""
        if body.get("schema") not in SCHEMAS:
            raise ValueError(f"releases of schema 1 and 2 are read, not {body.get('schema')!r}")
        change: Json = body["change"] or {}
        rules = str((body.get("method") or {}).get("rules", ""))
        self.levels: dict[str, Json] = {
            score["id"]: with_end(score) if rules in ("4", "5") else score
            for score in body["levels"]
        }
        self.items: list[Json] = body["items"]
        self.cuts: list[Json] = body["cuts"]
        self.gaps: dict[str, Json] = {found["cut"]: found for found in body.get("gaps") or []}
        self.participation: list[Json] = body["response"].get("participation") or []
        self.words: dict[str, str] = body["wording"].get("en", {})
        shown = {name for name, score in self.levels.items() if is_shown(score)}
        self.level_changes = of_shown(change.get("levels"), shown)
        self.trends = of_shown(change.get("trends"), shown)
        shown = {item["id"] for item in self.items if item["state"] == "shown"}
        self.item_changes = of_shown(change.get("items"), shown)

    def item(self, name: str) -> Json | None:
        """A question by its id, or None."""
        return next((item for item in self.items if item["id"] == name), None)

    def question(self, name: str) -> str:
        """A question as it was asked."""
        return self.words.get(name) or name

    def level(self, name: str) -> str:
        """The name of a level."""
        return self.words.get(f"level.{name}") or {**LEVELS, **OTHER_LEVELS}[name]

    def answer(self, item: Json, value: object) -> str:
        """The words of an answer."""
        return self.words.get(f"scale.{item.get('scale')}.{value}") or str(value).replace("_", " ")

    def cut(self, cut: Json) -> str:
        """What a breakdown goes by."""
        if cut["id"] == "stratum":
            return "Type of home"
        return self.words.get(cut["id"]) or "Another breakdown"

    def group(self, cut: Json, group: Json) -> str:
        """The name of a group of a breakdown."""
        if group.get("label"):
            return str(group["label"])
        keys = (f"{cut['id']}:{group['id']}", f"{cut['id']}.{group['id']}")
        found = next((self.words[key] for key in keys if self.words.get(key)), "")
        return found or str(group["id"]).replace("_", " ")

    def sorted_items(self, kinds: Iterable[str], *, others: bool = False) -> list[Json]:
        """Questions of these kinds (or of all others) by level, those of the community last."""
        chosen = [item for item in self.items if (item["kind"] in kinds) != others]
        return sorted(chosen, key=lambda item: (bool(item.get("own")), place_of(item["level"])))


def with_end(score: Json) -> Json:
    """A score that can only be the last one, for itself and all beyond, says that it is."""
    value = score.get("score")
    if value is None or 5 < value < 95:
        return score
    return {**score, "stands_for": "more" if value >= 95 else "less"}


def is_shown(score: Json) -> bool:
    """Whether a level's or index's score is in the release."""
    return score["state"] == "shown" and score.get("score") is not None


def of_shown(changes: list[Json] | None, shown: set[str]) -> dict[str, Json]:
    """The changes of what is shown, by id."""
    return {found["id"]: found for found in changes or [] if found["id"] in shown}


def place_of(level: str) -> int:
    """Where a level stands in the report."""
    return ORDER.index(level) if level in ORDER else len(ORDER)


def band(bands: list[Json] | None, name: str) -> Share | None:
    """The share of a band ("favorable", "middle", "unfavorable"), None where there is none."""
    return next((found["percent"] for found in bands or [] if found["id"] == name), None)
