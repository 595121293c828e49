"""What the interface can be asked: operations and their parameters, as values.

The routes, the reading of parameters and the OpenAPI document are all made from these, so that
none of them can say anything else than the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from werkzeug.datastructures import MultiDict

from survey.accounts.models import Person
from survey.api.models import Scope
from survey.api.problems import ApiProblem
from survey.api.queries import Reach

JSON: Final = "application/json"
CSV: Final = "text/csv"
_IN_PATH: Final = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter: how it is described, and how its text becomes a value.

    schema: as JSON Schema. read: raises ValueError with a sentence for what cannot be used.
    converter: of the route, for a part of the path. default: the value where nothing is given.
    """

    name: str
    about: str
    schema: Mapping[str, Any]
    place: Literal["query", "path"] = "query"
    read: Callable[[str], Any] = str
    converter: str = ""
    default: Any = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose key asks, and where it reads."""

    person: Person
    reach: Reach


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that may be answered: who asks, and the values of the parameters by name."""

    reader: Reader | None
    values: Mapping[str, Any]

    @property
    def reach(self) -> Reach:
        """Where the key reads. Only operations that take a key ask for it."""
        assert self.reader is not None
        return self.reader.reach


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent: bytes, and the hash that names exactly these. next_url: of the page after."""

    content: bytes
    sha256: str
    next_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing to read. path: below /api/v1; schema: the name of what is answered; scope: None
    where no key is asked for."""

    name: str
    path: str
    tag: str
    summary: str
    about: str = ""
    scope: Scope | None
    schema: str
    view: Callable[[Asked], Answer]
    media: str = JSON
    parameters: Sequence[Parameter] = field(default=())

    @property
    def rule(self) -> str:
        """The path as Flask's routes write it."""
        converters = {one.name: one.converter for one in self.parameters if one.place == "path"}
        return _IN_PATH.sub(lambda found: f"<{converters[found[1]]}{found[1]}>", self.path)

    @property
    def paged(self) -> bool:
        """Whether there may be a page after."""
        return any(one.name == "cursor" for one in self.parameters)


def read_values(
    operation: Operation, path: Mapping[str, Any], query: MultiDict[str, str]
) -> dict[str, Any]:
    """The values of all parameters. Raises ApiProblem "bad_parameter", which names the first.

    A name that is not known is refused: whoever misspells a filter would else get everything.
    """
    known = {one.name: one for one in operation.parameters if one.place == "query"}
    for name in query:
        if name not in known:
            raise _unusable(name, _known_names(known))
    values = dict(path)
    for name, one in known.items():
        given = query.getlist(name)
        values[name] = _read(one, given) if given else one.default
    return values


def _read(parameter: Parameter, given: Sequence[str]) -> Any:
    if len(given) > 1:
        raise _unusable(parameter.name, "It stands more than once. Give it once.")
    try:
        return parameter.read(given[0])
    except ValueError as error:
        raise _unusable(parameter.name, str(error)) from error


def _unusable(name: str, why: str) -> ApiProblem:
    return ApiProblem("bad_parameter", detail=why, parameter=name[:80])


def _known_names(known: Mapping[str, Parameter]) -> str:
    if not known:
        return "There is no such parameter. This address takes none."
    return f"There is no such parameter. This address takes: {', '.join(sorted(known))}."
