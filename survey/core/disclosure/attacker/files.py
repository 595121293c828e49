"""Audit files: a system of published figures and what has to stay open, as JSON.

The format is in README.md. What cannot be used is refused with the place and the reason; nothing
is guessed, because a misread bound could let a figure pass that betrays an answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, Final

from survey.core.disclosure.attacker.numbers import MAX_DIGITS, TooLong, exact
from survey.core.disclosure.attacker.system import (
    OtherSide,
    Row,
    System,
    Target,
    Variable,
    Width,
)

TOP: Final = ("variables", "constraints", "targets")
VARIABLE: Final = ("name", "lb", "ub", "integer")
CONSTRAINT: Final = ("terms", "lo", "hi", "source")
TARGET: Final = ("name", "terms", "protect")
PROTECT: Final = {"width": ("kind", "min_width"), "other_side": ("kind", "total", "m")}
# Other words for an end of a range: who writes them means it, and would be understood as open.
ENDS: Final = {"lower", "upper", "min", "max", "low", "high", "lo", "hi", "lb", "ub", "eq", "rhs"}


class Unusable(Exception):
    """A file that cannot be audited. `str` says where and why in one sentence."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What the file holds in some place instead of a value, and why it is none."""

    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a file asks: is each target still open to someone who knows all of the system?"""

    system: System
    targets: tuple[Target, ...]


def read_question(data: bytes) -> Question:
    """Return what a file's bytes ask. Raises Unusable."""
    parsed = _parsed(data)
    try:
        _refuse_unreadable(parsed, "")
    except RecursionError as error:
        raise Unusable("The file is nested too deeply.") from error
    content = _object(parsed, "the file", TOP)
    variables = tuple(
        _variable(entry, f"variables[{i}]") for i, entry in enumerate(_list(content, "variables"))
    )
    names: set[str] = set()
    for i, variable in enumerate(variables):
        if variable.name in names:
            raise Unusable(f"variables[{i}].name: {_quoted(variable.name)} was named before.")
        names.add(variable.name)
    rows = tuple(
        _row(entry, f"constraints[{i}]", names)
        for i, entry in enumerate(_list(content, "constraints"))
    )
    targets = tuple(
        _target(entry, f"targets[{i}]", names) for i, entry in enumerate(_list(content, "targets"))
    )
    return Question(System(variables, rows), targets)


def _parsed(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable(f"The file is not UTF-8 text: byte {error.start} cannot be read.") from error
    try:
        return json.loads(
            text,
            parse_int=_exact,
            parse_float=_exact,
            parse_constant=lambda word: Unreadable(f"{word} is not a number"),
            object_pairs_hook=_without_repeats,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Unusable(f"The file is not JSON: {place}: {error.msg}.") from error
    except RecursionError as error:
        raise Unusable("The file is nested too deeply.") from error


def _exact(literal: str) -> Fraction | Unreadable:
    try:
        return exact(literal)
    except TooLong:
        return Unreadable(f"a number has more than {MAX_DIGITS} digits")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Unreadable:
    content = dict(pairs)
    if len(content) == len(pairs):
        return content
    keys = [key for key, _ in pairs]
    repeated = next(key for key in keys if keys.count(key) > 1)
    return Unreadable(f"{_quoted(repeated)} stands twice in the same object")


def _refuse_unreadable(value: Any, place: str) -> None:
    """Say where something is that JSON's reader let pass, wherever it stands."""
    if isinstance(value, Unreadable):
        raise Unusable(f"{place or 'the file'}: {value.why}.")
    if isinstance(value, list):
        for i, entry in enumerate(value):
            _refuse_unreadable(entry, f"{place or 'the file'}[{i}]")
    elif isinstance(value, dict):
        for key, entry in value.items():
            inside = key if key.isidentifier() and key.isascii() else f"[{_quoted(key)}]"
            dot = "." if place and not inside.startswith("[") else ""
            _refuse_unreadable(entry, f"{place}{dot}{inside}")


def _variable(entry: Any, place: str) -> Variable:
    content = _object(entry, place, VARIABLE)
    integer = content.get("integer", True)
    if not isinstance(integer, bool):
        raise Unusable(f"{place}.integer: must be true or false, not {_kind(integer)}.")
    return Variable(
        _text(content, "name", place),
        _end(content, "lb", place),
        _end(content, "ub", place),
        integer,
    )


def _row(entry: Any, place: str, names: set[str]) -> Row:
    content = _object(entry, place, CONSTRAINT)
    source = content.get("source")
    if source is not None and not isinstance(source, str):
        raise Unusable(f"{place}.source: must be text, not {_kind(source)}.")
    if "lo" not in content and "hi" not in content:
        # Its number may stand under a name that is not known; without one it would bind nothing.
        raise Unusable(f'{place}: "lo" and "hi" are both missing; null says that an end is open.')
    low, high = _end(content, "lo", place), _end(content, "hi", place)
    return Row(_terms(content, place, names), low, high, source or "")


def _target(entry: Any, place: str, names: set[str]) -> Target:
    content = _object(entry, place, TARGET)
    name = _text(content, "name", place)
    terms = _terms(content, place, names)
    where = f"{place}.protect"
    protect = _object(_needed(content, "protect", place), where, ())
    kind = _text(protect, "kind", where)
    if kind not in PROTECT:
        raise Unusable(f'{where}.kind: must be "width" or "other_side", not {_quoted(kind)}.')
    _check_keys(protect, where, PROTECT[kind])
    if kind == "width":
        return Target(name, terms, Width(_size(protect, "min_width", where)))
    sides = OtherSide(_size(protect, "total", where), _size(protect, "m", where))
    return Target(name, terms, sides)


def _terms(content: Mapping[str, Any], place: str, names: set[str]) -> dict[str, Fraction]:
    terms = _needed(content, "terms", place)
    if not isinstance(terms, dict):
        raise Unusable(f"{place}.terms: must be an object, not {_kind(terms)}.")
    for name, term in terms.items():
        where = f"{place}.terms[{_quoted(name)}]"
        if name not in names:
            raise Unusable(f"{where}: there is no variable of this name.")
        if not isinstance(term, Fraction):
            raise Unusable(f"{where}: must be a number, not {_kind(term)}.")
    return terms


def _end(content: Mapping[str, Any], key: str, place: str) -> Fraction | None:
    """An end of a range; open where it is null or missing."""
    value = content.get(key)
    if value is None or isinstance(value, Fraction):
        return value
    raise Unusable(f"{place}.{key}: must be a number or null, not {_kind(value)}.")


def _size(content: Mapping[str, Any], key: str, place: str) -> Fraction:
    value = _needed(content, key, place)
    if not isinstance(value, Fraction):
        raise Unusable(f"{place}.{key}: must be a number, not {_kind(value)}.")
    if value < 0:
        raise Unusable(f"{place}.{key}: must not be negative.")
    return value


def _text(content: Mapping[str, Any], key: str, place: str) -> str:
    value = _needed(content, key, place)
    if not isinstance(value, str):
        raise Unusable(f"{place}.{key}: must be text, not {_kind(value)}.")
    return value


def _list(content: Mapping[str, Any], key: str) -> list[Any]:
    value = _needed(content, key, "the file")
    if not isinstance(value, list):
        raise Unusable(f"{key}: must be a list, not {_kind(value)}.")
    return value


def _needed(content: Mapping[str, Any], key: str, place: str) -> Any:
    if key not in content:
        raise Unusable(f"{place}: {_quoted(key)} is missing.")
    return content[key]


def _object(value: Any, place: str, known: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unusable(f"{place}: must be an object, not {_kind(value)}.")
    if known:
        _check_keys(value, place, known)
    return value


def _check_keys(content: Mapping[str, Any], place: str, known: tuple[str, ...]) -> None:
    """Refuse a key that looks like a known one misspelt; leave others, such as comments, alone."""
    for key in content:
        if key in known:
            continue
        near = get_close_matches(key.strip().lower(), known, n=1, cutoff=0.75)
        if near:
            raise Unusable(f"{place}: {_quoted(key)} is unknown; is {_quoted(near[0])} meant?")
        if key.strip().lower() in ENDS and ({"lb", "lo"} & set(known)):
            ends = '"lb" and "ub"' if "lb" in known else '"lo" and "hi"'
            raise Unusable(f"{place}: {_quoted(key)} is unknown; a range's ends are {ends}.")


def _quoted(text: str) -> str:
    """The text as JSON would write it, shortened, on one line."""
    return json.dumps(text if len(text) <= 60 else f"{text[:60]}...", ensure_ascii=True)


def _kind(value: Any) -> str:
    words = {bool: "true or false", str: "text", list: "a list", dict: "an object"}
    if value is None:
        return "null"
    return words.get(type(value), "a number")
