"""A release document of any schema, read as one value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from survey.core.disclosure.upgrading import upgrade
from survey.reports.reading.parsing import (
    read_before,
    read_change,
    read_cut,
    read_gaps,
    read_item,
    read_method,
    read_promise,
    read_response,
    read_score,
    read_wave,
    take_named,
)
from survey.reports.reading.values import (
    Before,
    Change,
    Cut,
    Gaps,
    ItemResult,
    Method,
    Place,
    PromiseFacts,
    Response,
    Score,
    WaveFacts,
)


@dataclass(frozen=True, slots=True)
class ReleaseDocument:
    """One release: what everything for readers is made from.

    `schema`: that of the document as it is stored; `sha256`: of its text.
    """

    schema: int
    sha256: str
    software: str
    place: Place
    wave: WaveFacts
    promise: PromiseFacts
    before: Before | None
    method: Method
    status: str
    response: Response
    levels: tuple[Score, ...]
    indices: tuple[Score, ...]
    items: tuple[ItemResult, ...]
    cuts: tuple[Cut, ...]
    change: Change | None
    gaps: Mapping[str, Gaps]
    withheld: bool
    wording: Mapping[str, Mapping[str, str]]

    @property
    def too_few(self) -> bool:
        """Whether too few people answered for anything to be shown."""
        return self.status == "too_few"

    @property
    def shows_figures(self) -> bool:
        """Whether any figure about the answers is shown at all."""
        scores = any(score.shown for score in (*self.levels, *self.indices))
        return scores or any(item.shown for item in self.items)

    def level(self, level_id: str) -> Score | None:
        """Return the score of a level, None when the document does not name the level."""
        return next((score for score in self.levels if score.id == level_id), None)

    def item(self, item_id: str) -> ItemResult | None:
        """Return a question's result, None when the document does not hold it."""
        return next((item for item in self.items if item.id == item_id), None)

    @classmethod
    def from_json(cls, text: str) -> ReleaseDocument:
        """Read canonical JSON. Raises UnknownSchema for one that this software does not know."""
        stored = json.loads(text)
        body = upgrade(stored)
        return cls(
            schema=stored["schema"],
            sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            software=body["software"],
            place=Place(**take_named(body["property"], "name slug organization adults homes")),
            wave=read_wave(body["wave"]),
            promise=read_promise(body["promise"]),
            before=read_before(body["before"]) if body["before"] else None,
            method=read_method(body["method"]),
            status=body["status"],
            response=read_response(body["response"]),
            levels=tuple(read_score(entry) for entry in body["levels"]),
            indices=tuple(read_score(entry) for entry in body["indices"]),
            items=tuple(read_item(entry) for entry in body["items"]),
            cuts=tuple(read_cut(entry) for entry in body["cuts"]),
            change=read_change(body["change"]) if body["change"] else None,
            gaps={entry["cut"]: read_gaps(entry) for entry in body.get("gaps", ())},
            withheld=body["withheld"],
            wording=body["wording"],
        )
