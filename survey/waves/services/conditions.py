"""What a launch is refused for, each with a code and the field it belongs to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from survey.communities.days import day_at
from survey.communities.models import Property
from survey.core.bank.review import DRAFT
from survey.core.errors import SurveyError
from survey.core.promise.document import Dates
from survey.core.promise.frame import Frame, ListedHome, count_listed
from survey.core.promise.kinds import EVERYBODY, Kind, longest_days
from survey.core.promise.tightening import LARGEST_MIN_GROUP
from survey.core.sealing.custody import normalize_passphrase
from survey.questionnaires.models import QuestionnaireVersion
from survey.waves.queries import find_open_wave, list_ordinary_waves
from survey.web.locales import LANGUAGES

SMALLEST_MIN_GROUP: Final = 5
LOWEST_TARGET: Final = 10
HIGHEST_TARGET: Final = 90
LATEST_REPORT_DAYS: Final = 120
LONGEST_KEPT_DAYS: Final = 365
SHORTEST_PASSPHRASE: Final = 12
LONGEST_TEXT: Final = 200
BURDEN_WINDOW: Final = timedelta(days=350)
MOST_NAMED: Final = 5
"""So many questions are named in one sentence; the review of translations lists them all."""


def check_free(place: Property, version: QuestionnaireVersion, kind: Kind) -> None:
    """Refuse a second open wave of a kind at a property, and a questionnaire of another one."""
    if version.questionnaire.property_id != place.id:
        raise SurveyError("missing", "no_such_version", field="version")
    running = find_open_wave(place, kind)
    if running is not None:
        raise SurveyError("conflict", "wave_already_open", field="", wave_id=running.id)


def check_burden(place: Property, opens_on: date) -> None:
    """Refuse to ask the homes of a property more often than its plan says, by whatever survey.

    Every ordinary wave goes to every home. The window is a fortnight shorter than a year, because
    waves of the same week of the season come 364 days after one another, and may be moved a little.
    A move-in wave neither is refused nor counts: it goes to no home that was there before, and
    asks each that comes once, whenever that is. Counted, it would take a survey from everybody.
    """
    most = place.most_waves_a_year
    if most is None:
        return
    since = opens_on - BURDEN_WINDOW
    asked = [
        wave
        for wave in list_ordinary_waves(place)
        if wave.state != "cancelled" and day_at(place, wave.opens_at) > since
    ]
    if len(asked) >= most:
        raise SurveyError("refused", "asked_too_often", field="opens_on", most=most)


def check_list_agrees(frame: Frame, listed: Sequence[ListedHome]) -> None:
    """Refuse codes for a list of homes that counts otherwise than the property does."""
    counted = count_listed(listed, frame.strata)
    if counted != frame:
        raise SurveyError(
            "conflict",
            "frame_differs_from_list",
            field="access",
            homes=counted.homes,
            adults=counted.adults,
        )


def check_languages(tags: Collection[str]) -> list[str]:
    """The chosen languages in the order in which Porchlight lists them."""
    if not tags:
        raise _wrong("languages_needed", "languages")
    unknown = sorted(set(tags) - set(LANGUAGES))
    if unknown:
        raise _wrong("unknown_language", "languages", tag=unknown[0])
    return [tag for tag in LANGUAGES if tag in tags]


def check_reviewed(states: Mapping[str, str], *, accepted: bool) -> None:
    """Refuse languages whose wording nobody fluent has reviewed, unless somebody chose them so."""
    if DRAFT in states.values() and not accepted:
        raise _wrong("languages_not_reviewed", "unreviewed")


def check_own_translated(missing: Mapping[str, Collection[str]]) -> None:
    """Refuse a language in which an own question would have to be asked in English.

    missing: language tag -> the own questions that lack a translation.
    """
    for tag, questions in missing.items():
        named = [f"“{text}”" for text in list(questions)[:MOST_NAMED]]
        more = ["…"] if len(questions) > MOST_NAMED else []
        raise _wrong(
            "own_not_translated",
            "languages",
            language=LANGUAGES[tag].name,
            questions=" ".join([*named, *more]),
        )


def check_text(field: str, text: str) -> str:
    """A line of text that residents will read; one line, trimmed, at most 200 characters."""
    line = " ".join(text.split())
    if not line:
        raise _wrong("text_needed", field)
    if len(line) > LONGEST_TEXT:
        raise _wrong("text_too_long", field, longest=LONGEST_TEXT)
    return line


def check_custody(custody: str, custodian: str, passphrase: str | None) -> tuple[str, str | None]:
    """The custodian's name and passphrase; ("", None) where the server holds the key."""
    if custody == "server":
        return "", None
    if custody != "custodian":
        raise _wrong("unknown_custody", "custody")
    name = check_text("custodian_name", custodian)
    if len(normalize_passphrase(passphrase or "")) < SHORTEST_PASSPHRASE:
        raise _wrong("passphrase_too_short", "passphrase", shortest=SHORTEST_PASSPHRASE)
    return name, passphrase


def check_access(access: str) -> None:
    """Codes or an open link."""
    if access not in ("codes", "link"):
        raise _wrong("unknown_access", "access")


def check_move_in(access: str, cuts: Collection[str], *, paper: bool, study: bool) -> None:
    """A wave for people who move in takes codes, makes no breakdown, and is not on paper.

    Few move in at a time: any part of them would be a few, and whoever types in a sheet would
    know whose it is. An open link would say nothing of who moved in, and a study looks at how
    questions do among everybody.
    """
    if access != "codes":
        raise _wrong("move_in_needs_codes", "access")
    if cuts:
        raise _wrong("move_in_has_no_cuts", "cuts")
    if paper:
        raise _wrong("move_in_not_on_paper", "paper")
    if study:
        raise _wrong("move_in_not_in_study", "study")


def check_target(percent: int) -> None:
    """A response that can be planned for."""
    if not LOWEST_TARGET <= percent <= HIGHEST_TARGET:
        raise _wrong("target_out_of_range", "target", lowest=LOWEST_TARGET, highest=HIGHEST_TARGET)


def check_dates(dates: Dates, today: date) -> None:
    """Days in order, none in the past, and results within a time that residents remember."""
    if dates.opens_on < today:
        raise _wrong("opens_in_past", "opens_on")
    if dates.closes_on < dates.opens_on:
        raise _wrong("closes_before_opening", "closes_on")
    longest = longest_days(dates.kind)
    if (dates.closes_on - dates.opens_on).days > longest:
        raise _wrong("open_too_long", "closes_on", longest=longest)
    if dates.report_by <= dates.closes_on:
        raise _wrong("report_before_closing", "report_by")
    if (dates.report_by - dates.closes_on).days > LATEST_REPORT_DAYS:
        raise _wrong("report_too_late", "report_by", longest=LATEST_REPORT_DAYS)


def check_numbers(
    place: Property,
    min_group: int,
    destroy_after_days: int,
    kind: Kind = EVERYBODY,
    *,
    access: str,
) -> None:
    """The smallest group, never under 5, and how long opened answers are kept.

    Of no more adults than that with a code each, figures would say that each of them answered:
    there would be none, whoever answers. How many will move in nobody knows, so that where they
    are asked no group is too large yet.
    """
    if min_group < SMALLEST_MIN_GROUP:
        raise _wrong("min_group_too_small", "min_group", smallest=SMALLEST_MIN_GROUP)
    if min_group > LARGEST_MIN_GROUP:
        raise _wrong("min_group_too_large", "min_group", largest=LARGEST_MIN_GROUP)
    fewest = min_group + (access == "codes")
    if kind == EVERYBODY and place.adults < fewest:
        raise _wrong("fewer_adults_than_group", "min_group", adults=place.adults)
    if not 1 <= destroy_after_days <= LONGEST_KEPT_DAYS:
        raise _wrong("kept_days_out_of_range", "destroy_after_days", longest=LONGEST_KEPT_DAYS)


def _wrong(code: str, field: str, **params: object) -> SurveyError:
    return SurveyError("input", code, field=field, **params)
