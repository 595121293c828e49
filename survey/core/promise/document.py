"""The promise as a document: what is frozen at launch, and the hash that stands for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from survey.core.bank.review import DRAFT
from survey.core.canonical import content_hash
from survey.core.promise.cuts import STRATUM, CutGroup, CutOption
from survey.core.promise.extending import latest_closing
from survey.core.promise.frame import Frame, FrameStratum, Place, deal_places
from survey.core.promise.kinds import EVERYBODY, MOVE_IN, Kind, said_of

SCHEMA: Final = 1
SOURCE_LANGUAGE: Final = "en"
SHORT_HEX: Final = 24
"""Hexadecimal digits of the short hash: 96 bits."""
FULL_HEX: Final = 64
UNOPENED_GRACE_DAYS: Final = 14
"""How long after the day of reporting a custodian may still open; then everything unopened dies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """The place, as it was at launch. timezone: an IANA name."""

    name: str
    slug: str
    organization: str
    timezone: str
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """First and last day of fieldwork, and the day by which results are out."""

    opens_on: date
    closes_on: date
    report_by: date
    kind: Kind = EVERYBODY

    @property
    def latest_close_on(self) -> date:
        """The last day that an extension of fieldwork may reach: none where people move in."""
        if self.kind == MOVE_IN:
            return self.closes_on
        return latest_closing(self.opens_on, self.closes_on, self.report_by)

    @property
    def unopened_destroyed_on(self) -> date:
        """The day on which whatever was never opened is destroyed."""
        return self.report_by + timedelta(days=UNOPENED_GRACE_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """Who runs the survey, and how residents reach them."""

    name: str
    is_landlord: bool
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything that a launch freezes.

    content: the questionnaire as it is asked; version_hash: that of the published version it was
    made from. custodian: empty when the server holds the opening key. wording: language tag ->
    wording key -> text. states: language tag -> "draft", "reviewed" or "tested". exit_button:
    whether residents' pages have "Exit this page". paper: whether answers can come on paper, which
    a person types in. study: whether answers may be used once, with those of other places, to
    check how well the questions work.
    """

    wave_id: str
    number: int
    title: str
    place: Property
    dates: Dates
    content: Mapping[str, Any]
    version_hash: str
    wording: Mapping[str, Mapping[str, str]]
    runner: Runner
    emergency: str
    custody: str
    custodian: str
    access: str
    min_group: int
    cuts: tuple[CutOption, ...]
    destroy_after_days: int
    public_key: bytes
    states: Mapping[str, str] = field(default_factory=dict)
    exit_button: bool = True
    paper: bool = False
    study: bool = False


def build_promise(terms: Terms) -> dict[str, Any]:
    """The promise as JSON-able values; its canonical JSON is what is sealed."""
    dates = terms.dates
    return {
        "schema": SCHEMA,
        "wave_id": terms.wave_id,
        "property": _property(terms.place),
        "timezone": terms.place.timezone,
        "wave": {
            "number": terms.number,
            "title": terms.title,
            **said_of(dates.kind),
            "opens_on": dates.opens_on.isoformat(),
            "closes_on": dates.closes_on.isoformat(),
            "latest_close_on": dates.latest_close_on.isoformat(),
            "report_by": dates.report_by.isoformat(),
        },
        "questionnaire": {
            "hash": content_hash(terms.content),
            "version_hash": terms.version_hash,
            "content": dict(terms.content),
        },
        "languages": list(terms.wording),
        "wording": {tag: dict(texts) for tag, texts in terms.wording.items()},
        "wording_states": dict(terms.states),
        "runner": {
            "name": terms.runner.name,
            "is_landlord": terms.runner.is_landlord,
            "contact": terms.runner.contact,
        },
        "emergency": terms.emergency,
        "custody": {"kind": terms.custody, "name": terms.custodian},
        "access": terms.access,
        "exit_button": terms.exit_button,
        "paper": terms.paper,
        "min_group": terms.min_group,
        "cuts": [_cut(cut) for cut in terms.cuts],
        "answers_destroyed_after_days": terms.destroy_after_days,
        "unopened_destroyed_on": dates.unopened_destroyed_on.isoformat(),
        "answers_destroyed_by": destroyed_by(
            dates.unopened_destroyed_on, terms.destroy_after_days
        ).isoformat(),
        "public_key": terms.public_key.hex(),
        # Said only where it is so: all other promises read as they did before there were studies.
        **({"study": True} if terms.study else {}),
    }


def is_draft(promise: Mapping[str, Any], tag: str) -> bool:
    """Tell whether nobody fluent had reviewed the wording of a language at launch.

    A promise that says nothing about it was made before there were reviews.
    """
    if tag == SOURCE_LANGUAGE:
        return False
    return bool(promise.get("wording_states", {}).get(tag, DRAFT) == DRAFT)


def has_exit_button(promise: Mapping[str, Any]) -> bool:
    """Tell whether residents' pages have "Exit this page": so they do unless a launch said no."""
    return bool(promise.get("exit_button", True))


def has_paper(promise: Mapping[str, Any]) -> bool:
    """Tell whether answers can come on paper: only where the promise says who sees a sheet."""
    return bool(promise.get("paper", False))


def allows_study(promise: Mapping[str, Any]) -> bool:
    """Tell whether answers may be used once, together with those of at least four other places,
    to check how well the questions work: only where the promise says so."""
    return promise.get("study") is True


def destroyed_by(unopened_destroyed_on: date, after_days: int) -> date:
    """The last day on which any answer can still exist: opened and released as late as possible."""
    return unopened_destroyed_on + timedelta(days=after_days)


def promise_hash(promise: Mapping[str, Any]) -> str:
    """The SHA-256 of the promise's canonical JSON, 64 hexadecimal digits."""
    return content_hash(promise)


def short_hash(full: str) -> str:
    """The hash as it is printed: 24 digits in groups of four, "7f3a-c91e-..."."""
    return "-".join(full[start : start + 4] for start in range(0, SHORT_HEX, 4))


def normalize_hash(text: str) -> str | None:
    """The digits of a short or full hash as somebody typed it, None when it cannot be one."""
    digits = "".join(sign for sign in text.lower() if sign not in " -–—\t")
    known = all(sign in "0123456789abcdef" for sign in digits)
    return digits if known and len(digits) in (SHORT_HEX, FULL_HEX) else None


def frame_of(promise: Mapping[str, Any]) -> Frame:
    """The frame as it was at launch."""
    said = promise["property"]
    strata = tuple(
        FrameStratum(one["id"], one["label"], one["adults"], one["homes"]) for one in said["strata"]
    )
    return Frame(said["adults"], said["homes"], strata)


def places_of(promise: Mapping[str, Any]) -> list[Place]:
    """Every adult's place on the frozen frame, in the order in which letters are printed."""
    return deal_places(frame_of(promise), strata_kept(promise))


def strata_kept(promise: Mapping[str, Any]) -> set[str]:
    """The strata that a code may know: those of the breakdown by stratum, if it was chosen."""
    return {
        group["id"] for cut in promise["cuts"] if cut["id"] == STRATUM for group in cut["groups"]
    }


def _property(place: Property) -> dict[str, Any]:
    return {
        "name": place.name,
        "slug": place.slug,
        "organization": place.organization,
        "adults": place.frame.adults,
        "homes": place.frame.homes,
        "strata": [
            {"id": one.id, "label": one.label, "adults": one.adults, "homes": one.homes}
            for one in place.frame.strata
        ],
    }


def _cut(cut: CutOption) -> dict[str, Any]:
    return {"id": cut.id, "groups": [_group(group) for group in cut.groups]}


def _group(group: CutGroup) -> dict[str, str]:
    if group.label_key is not None:
        return {"id": group.id, "label_key": group.label_key}
    return {"id": group.id, "label": group.label or group.id}
