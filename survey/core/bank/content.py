"""A questionnaire as plain JSON-able values, and exactly back: what a published version stores."""

from __future__ import annotations

import types
import typing
from collections.abc import Hashable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Final, Literal, Union, get_args, get_origin

from survey.core.bank.questionnaire import Questionnaire
from survey.core.errors import SurveyError

SCHEMA: Final = 1
"""Raised when stored content can no longer be read as it is."""


def to_content(questionnaire: Questionnaire) -> dict[str, Any]:
    """The questionnaire as dicts, lists, texts, numbers and truth values, with its schema."""
    content = _plain(questionnaire)
    assert isinstance(content, dict)
    return {"schema": SCHEMA, **content}


def from_content(content: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire that content describes. Raises SurveyError "content_unreadable"."""
    body = dict(content)
    if body.pop("schema", None) != SCHEMA:
        raise _unreadable("schema")
    built = _build(Questionnaire, body, "questionnaire")
    assert isinstance(built, Questionnaire)
    return built


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return value


def _unreadable(where: str) -> SurveyError:
    return SurveyError("input", "content_unreadable", where=where)


def _build(wanted: Any, value: object, where: str) -> object:
    """A value of the wanted type, from what JSON gave."""
    origin = get_origin(wanted)
    if origin in (Union, types.UnionType):
        return _build_one_of(get_args(wanted), value, where)
    if origin is Literal:
        return _accept(value in get_args(wanted), value, where)
    if origin is tuple:
        _accept(isinstance(value, list), value, where)
        inner = get_args(wanted)[0]
        return tuple(_build(inner, entry, where) for entry in typing.cast("list[object]", value))
    if origin is Mapping:
        entries = _mapping(value, where)
        inner = get_args(wanted)[1]
        return {key: _build(inner, entry, f"{where}.{key}") for key, entry in entries.items()}
    if is_dataclass(wanted):
        return _build_record(typing.cast("type[Any]", wanted), value, where)
    return _accept(type(value) is wanted, value, where)


def _build_one_of(choices: tuple[Any, ...], value: object, where: str) -> object:
    for choice in choices:
        try:
            return _build(choice, value, where)
        except SurveyError:
            continue
    raise _unreadable(where)


def _build_record(wanted: type[Any], value: object, where: str) -> object:
    entries = _mapping(value, where)
    hints = _hints(typing.cast("Hashable", wanted))
    if unknown := entries.keys() - hints.keys():
        raise _unreadable(f"{where}.{min(unknown)}")
    known: dict[str, object] = {}
    for field in fields(wanted):
        if field.name in entries:
            inside = f"{where}.{field.name}"
            known[field.name] = _build(hints[field.name], entries[field.name], inside)
        elif _must_be_given(field):
            raise _unreadable(f"{where}.{field.name}")
    return wanted(**known)


def _must_be_given(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


@cache
def _hints(record: Hashable) -> dict[str, Any]:
    return typing.get_type_hints(record)


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise _unreadable(where)
    return value


def _accept(good: bool, value: object, where: str) -> object:
    if not good:
        raise _unreadable(where)
    return value
