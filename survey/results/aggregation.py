"""The one door to answers: read them, count them, protect what was counted, write it down.

Nothing else reads opened answers to make figures. What comes out is a release document, schema 2,
that the attacker of core.disclosure could not undo. The same wave gives the same document byte
for byte as long as its answers exist.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from survey.core.analysis.tabulation import Cut, Tabulation, tabulate
from survey.core.disclosure.clearing import Cleared, Progress, clear
from survey.core.disclosure.rules import Rules
from survey.core.disclosure.study import Part, study_figures
from survey.core.disclosure.study_questions import questions_of
from survey.core.disclosure.study_rules import Member
from survey.core.disclosure.upgrading import SCHEMA
from survey.core.errors import SurveyError
from survey.core.flow import counts_as_respondent
from survey.core.promise.cuts import STRATUM
from survey.core.promise.document import is_draft, short_hash
from survey.core.promise.extending import last_day, sealed_closing
from survey.core.promise.kinds import said_of
from survey.db import db
from survey.responses.models import Comment, OpenedAnswer
from survey.responses.services.redacting import Redaction, redaction_of
from survey.responses.terms import Terms, get_terms
from survey.waves.frame import Counted, frame_of_wave
from survey.waves.models import Wave
from survey.waves.promise import sealed_promise
from survey.waves.queries import codes_were_listed, list_code_roles

NOT_FOR_READERS: Final = "consent."
"""Wording that belongs to the resident's first page and not to results."""

Document = dict[str, Any]


def build_document(
    wave: Wave,
    *,
    released_at: datetime,
    earlier: Sequence[Mapping[str, Any]],
    software: str,
    progress: Progress | None = None,
) -> Document:
    """The document alone of what `clear_release` gives."""
    return clear_release(
        wave, released_at=released_at, earlier=earlier, software=software, progress=progress
    ).document


def clear_release(
    wave: Wave,
    *,
    released_at: datetime,
    earlier: Sequence[Mapping[str, Any]],
    software: str,
    progress: Progress | None = None,
) -> Cleared:
    """The release document of an opened wave, checked against everything released before.

    `earlier`: the documents released of this property until now, in that order. Reads every
    opened answer of the wave once. It may take minutes: never call it in a web request, nor
    while holding a lock. `progress` is called with (items done, items in all), first when
    everything has been read.
    """
    promise = sealed_promise(wave)
    terms, frame = get_terms(wave, at=released_at), frame_of_wave(wave)
    tabulation = _count(wave, promise, terms)
    header = {
        "schema": SCHEMA,
        "software": software,
        "property": _property(promise, frame),
        "wave": _wave(wave, promise),
        "promise": _promise(wave, promise, terms, released_at),
        "wording": _wording(promise),
    }
    if progress is not None:
        progress(0, len(tabulation.items))
    cleared = clear(
        tabulation,
        terms.questionnaire,
        _rules(promise, terms, frame),
        header=header,
        earlier=earlier,
        progress=progress,
    )
    cuts = [_name_groups(cut, promise) for cut in cleared.document["cuts"]]
    return replace(cleared, document=cleared.document | {"cuts": cuts})


def measure_study(
    waves: Sequence[Wave],
    members: Sequence[Member],
    releases: Sequence[Mapping[str, Any]],
    *,
    seed: int,
) -> Document:
    """The figures of a study of these waves: rounded, of all of them together, of nobody alone.

    members and releases: of the waves, in the same order. Reads every opened answer of each wave
    once; takes some seconds. Raises SurveyError "answers_gone".
    """
    terms = [get_terms(wave) for wave in waves]
    questions = questions_of([one.questionnaire for one in terms], releases)
    parts = []
    for wave, one, member in zip(waves, terms, members, strict=True):
        if not answers_exist(wave):
            raise SurveyError("conflict", "answers_gone", wave=wave.id)
        answers = [answers for answers, _groups in _read_counted(wave, one)]
        parts.append(Part(wave.id, max(member.smallest, one.min_group), answers))
    return study_figures(parts, questions, seed=seed)


def answers_exist(wave: Wave) -> bool:
    """Whether the wave's opened answers have not been destroyed yet."""
    return wave.opened_at is not None and wave.answers_destroyed_at is None


@dataclass(frozen=True, slots=True)
class Written:
    """What one resident wrote, and what was decided about it; nothing of who it was."""

    text: str
    redaction: Redaction


def list_written(wave: Wave, item_id: str) -> list[Written]:
    """Every comment on one question of a released wave, in the order of their random ids.

    For the redactor's page and for what is released of it. Empty before the release, and once
    the comments have been destroyed.
    """
    if wave.state != "released":
        return []
    wanted = (
        select(Comment)
        .where(Comment.wave_id == wave.id, Comment.item_id == item_id)
        .order_by(Comment.id)
    )
    return [Written(row.text, redaction_of(row)) for row in db.session.scalars(wanted)]


def _count(wave: Wave, promise: Document, terms: Terms) -> Tabulation:
    """Tabulate the sets that count, in any order."""
    counted = _read_counted(wave, terms)
    return tabulate(
        terms.questionnaire,
        [answers for answers, _ in counted],
        [groups for _, groups in counted],
        _cuts(promise, terms),
    )


def _read_counted(wave: Wave, terms: Terms) -> list[tuple[Document, dict[str, str]]]:
    """Answers and groups of the sets with enough answers to count as a respondent."""
    rows = db.session.execute(
        select(OpenedAnswer.answers, OpenedAnswer.groups).where(OpenedAnswer.wave_id == wave.id)
    )
    sets = [(json.loads(row.answers), json.loads(row.groups)) for row in rows]
    return [held for held in sets if counts_as_respondent(terms.questionnaire, held[0])]


def _cuts(promise: Document, terms: Terms) -> list[Cut]:
    """The cuts that still stand, in the promise's order, with their groups in order."""
    kept = {cut.id for cut in terms.cuts}
    return [
        Cut(cut["id"], tuple(group["id"] for group in cut["groups"]))
        for cut in promise["cuts"]
        if cut["id"] in kept
    ]


def _rules(promise: Document, terms: Terms, frame: Counted) -> Rules:
    """What the promise says about showing; the frame counts adults by housing only."""
    place = promise["property"]
    return Rules(
        min_group=terms.min_group,
        frame_adults=frame.adults,
        limited_to_one=promise["access"] == "codes",
        frame_groups={(STRATUM, stratum["id"]): stratum["adults"] for stratum in place["strata"]},
    )


def _property(promise: Document, frame: Counted) -> Document:
    names = ("name", "slug", "organization")
    said = {name: promise["property"][name] for name in names}
    return {**said, "adults": frame.adults, "homes": frame.homes}


def _wave(wave: Wave, promise: Document) -> Document:
    """When and as which round; whether it was extended, how people answered, where told."""
    said = promise["wave"]
    planned = sealed_closing(promise)
    last = last_day(promise, [made.closes_on for made in wave.extensions])
    extended = {"extended_from": planned.isoformat()} if last > planned else {}
    early = _closed_early(wave, promise["timezone"])
    mix = {} if wave.mode_mix is None else {"mode_mix": wave.mode_mix}
    keying = {}
    if wave.keying_compared is not None:
        keying = {"keying": {"compared": wave.keying_compared, "agreed": wave.keying_agreed}}
    return {
        "id": wave.id,
        "number": said["number"],
        "title": said["title"],
        **said_of(wave.kind),
        "opens_on": said["opens_on"],
        "closes_on": last.isoformat(),
        **extended,
        **early,
        **mix,
        **keying,
        "next_by": said["report_by"],
    }


def _closed_early(wave: Wave, timezone: str) -> Document:
    """The day at the place on which a wave was closed, where its last day was still to come."""
    if wave.closed_at is None or not wave.closed_early:
        return {}
    return {"closed_on": wave.closed_at.astimezone(ZoneInfo(timezone)).date().isoformat()}


def _promise(wave: Wave, promise: Document, terms: Terms, released_at: datetime) -> Document:
    """What readers need to know of the promise, as it stood when the release was made."""
    return {
        "hash": wave.promise_hash,
        "short": short_hash(wave.promise_hash),
        "min_group": terms.min_group,
        "custody": promise["custody"]["kind"],
        "custodian": promise["custody"]["name"],
        "runner": promise["runner"]["name"],
        "runner_is_landlord": promise["runner"]["is_landlord"],
        "contact": promise["runner"]["contact"],
        "emergency": promise["emergency"],
        "limited_to_one": promise["access"] == "codes",
        "codes_listed": codes_were_listed(wave),
        **_code_roles(wave),
        "languages": list(promise["languages"]),
        "not_reviewed": [tag for tag in promise["languages"] if is_draft(promise, tag)],
        "strata": [
            {name: stratum[name] for name in ("id", "label", "adults")}
            for stratum in promise["property"]["strata"]
        ],
        "answers_destroyed_on": terms.answers_destroyed_on(released_at).isoformat(),
    }


def _code_roles(wave: Wave) -> Document:
    """What those who had codes were, where that was written down; else the release has no word."""
    roles = list_code_roles(wave)
    return {"code_roles": roles} if roles else {}


def _wording(promise: Document) -> Document:
    return {
        language: {key: text for key, text in texts.items() if not key.startswith(NOT_FOR_READERS)}
        for language, texts in promise["wording"].items()
    }


def _name_groups(cut: Document, promise: Document) -> Document:
    """A cut whose groups carry the names that the promise spells out."""
    said = next(held for held in promise["cuts"] if held["id"] == cut["id"])
    labels = {group["id"]: group["label"] for group in said["groups"] if "label" in group}
    groups = [
        group | ({"label": labels[group["id"]]} if group["id"] in labels else {})
        for group in cut["groups"]
    ]
    return cut | {"groups": groups}
