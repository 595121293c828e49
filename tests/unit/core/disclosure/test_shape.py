"""Every release document has the shape that is published with the software.

1. Documents of ordinary and extreme properties, of too few answers and of a second wave keep it.
2. A document with a key more, a key less or a figure out of range does not.
3. Older documents have it once they are upgraded, but for what only a new one can say.
"""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from survey.core.disclosure.upgrading import UnknownSchema, upgrade
from tests.support import release_documents as documents
from tests.support.populations import Population, make_population, next_wave
from tests.support.publishing import release_of

SEEDS = range(4)


@cache
def shape() -> Draft202012Validator:
    """The published shape."""
    text = (files("survey.results") / "schemas" / "release-2.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def faults(document: dict[str, Any]) -> list[str]:
    """What is wrong with a document, as it would be stored."""
    stored = json.loads(json.dumps(document))
    return [f"{one.json_path}: {one.message}" for one in shape().iter_errors(stored)]


@cache
def population(seed: int) -> Population:
    """One invented property."""
    return make_population(seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_documents_keep_the_shape(seed: int) -> None:
    """1."""
    first = release_of(population(seed))
    second = release_of(next_wave(population(seed), seed), earlier=[first])
    assert faults(first) == []
    assert faults(second) == []


def test_too_few_keeps_the_shape() -> None:
    """1."""
    one = population(0)
    silent = tuple(replace(person, answers=None) for person in one.people)
    document = release_of(replace(one, people=silent))
    assert document["status"] == "too_few"
    assert faults(document) == []


@pytest.mark.parametrize(
    "make", [documents.full, documents.small, documents.third, documents.too_few, documents.annual]
)
def test_invented_documents_keep_the_shape(make: Any) -> None:
    """1. Those that the pages are tested with."""
    assert faults(make()) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.update(more=1),
        lambda document: document.pop("withheld"),
        lambda document: document["items"][0].update(certain_low=101),
        lambda document: document["items"][0]["bands"][0].update(percent="<7"),
        lambda document: document["items"][0]["bands"][0].update(percent=0),
        lambda document: document["response"].update(rate="47"),
        lambda document: document["cuts"][0]["groups"][0].update(answered=12),
    ],
)
def test_other_documents_do_not(change: Any) -> None:
    """2."""
    document = copy.deepcopy(release_of(population(1)))
    change(document)
    assert faults(document)


def test_older_documents_are_upgraded() -> None:
    """3."""
    old = documents.first_schema()
    new = upgrade(old)
    assert old["schema"] == 1
    assert [fault for fault in faults(new) if "$.method" not in fault] == []
    assert new["method"]["rules"] == "1"
    assert new["method"]["kept"] is None
    with pytest.raises(UnknownSchema):
        upgrade({"schema": 3})
