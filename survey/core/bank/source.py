"""Reading YAML while remembering lines: a cursor that notes what is wrong and goes on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

import yaml

from survey.core.bank.findings import Finding, Place

ID_FORM: Final = re.compile(r"[a-z][a-z0-9_]*\Z")

_LOADER: Final[type[yaml.SafeLoader | yaml.CSafeLoader]] = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)
"""libyaml's loader where PyYAML was built with it: the same nodes, ten times as fast."""

_TYPES: Final = {
    "tag:yaml.org,2002:str": "text",
    "tag:yaml.org,2002:int": "a whole number",
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:float": "a number with a point",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:timestamp": "a date",
    "tag:yaml.org,2002:map": "a mapping",
    "tag:yaml.org,2002:seq": "a list",
}


class Cursor:
    """One value in a file of the bank.

    Reading it as what it should be either gives that, or notes a finding in the list shared by
    all cursors and gives an empty stand-in, so that one run reports every problem.
    """

    def __init__(
        self, node: yaml.Node | None, what: str, place: Place, found: list[Finding]
    ) -> None:
        self._node = node
        self.what = what
        self.place = place
        self._found = found

    def note(self, code: str, **params: object) -> None:
        """Record that something is wrong at this place."""
        self._found.append(Finding(self.place, code, params))

    def _is(self, tag: str, wanted: str) -> bool:
        if self._node is None:
            return False
        if self._node.tag == f"tag:yaml.org,2002:{tag}":
            return True
        found = _TYPES.get(self._node.tag, self._node.tag)
        if tag == "str" and found == "true or false":
            self.note("not_quoted", what=str(self._node.value))
        else:
            self.note("wrong_type", what=self.what, wanted=wanted, found=found)
        return False

    def text(self) -> str:
        """The value as text without outer white space; empty text is a finding."""
        if not self._is("str", "text"):
            return ""
        assert isinstance(self._node, yaml.ScalarNode)
        value = str(self._node.value).strip()
        if not value:
            self.note("empty", what=self.what)
        return value

    def name(self) -> str:
        """The value as an id: small letters, digits and underscores."""
        value = self.text()
        if value and not ID_FORM.match(value):
            self.note("bad_id", id=value)
        return value

    def one_of(self, known: Collection[str]) -> str:
        """The value as one of the words known; the first of them where it is another."""
        value = self.text()
        if value in known:
            return value
        if value:
            self.note("not_one_of", what=self.what, found=value, known=", ".join(known))
        return next(iter(known))

    def integer(self, low: int, high: int) -> int:
        """The value as a whole number from low to high."""
        if not self._is("int", "a whole number"):
            return low
        value = self.scalar()
        assert isinstance(value, int)
        if not low <= value <= high:
            self.note("out_of_range", what=self.what, found=value, low=low, high=high)
            return low
        return value

    def flag(self) -> bool:
        """The value as true or false."""
        return self._is("bool", "true or false") and self.scalar() is True

    def number_or_text(self) -> int | str:
        """The value as a whole number or, where it is none, as text."""
        if self._node is not None and self._node.tag == "tag:yaml.org,2002:int":
            value = self.scalar()
            assert isinstance(value, int)
            return value
        return self.text()

    def scalar(self) -> object:
        """The plain value as YAML reads it; a number that cannot be one is a finding."""
        assert isinstance(self._node, yaml.ScalarNode)
        loader = yaml.SafeLoader("")
        try:
            return loader.construct_object(self._node)
        except ValueError:
            self.note("wrong_type", what=self.what, wanted="a number", found="something else")
            return 0
        finally:
            loader.dispose()

    def items(self) -> list[Cursor]:
        """The value as a list of cursors."""
        if not self._is("seq", "a list"):
            return []
        assert isinstance(self._node, yaml.SequenceNode)
        return [self._at(node, self.what) for node in self._node.value]

    def texts(self) -> tuple[str, ...]:
        """The value as a list of texts, each of them once."""
        values = [cursor.text() for cursor in self.items()]
        for value in sorted({value for value in values if values.count(value) > 1}):
            self.note("duplicate_value", what=self.what, value=value)
        return tuple(values)

    def entries(self) -> dict[str, Cursor]:
        """The value as a mapping from text, in the file's order; a key twice is a finding."""
        if not self._is("map", "a mapping"):
            return {}
        assert isinstance(self._node, yaml.MappingNode)
        entries: dict[str, Cursor] = {}
        for key_node, value_node in self._node.value:
            key = self._at(key_node, "key")
            name = key.text()
            if name in entries:
                key.note("duplicate_key", key=name, first=entries[name].place.line)
            elif name:
                entries[name] = self._at(value_node, name, key.place)
        return entries

    def records(self) -> dict[str, Cursor]:
        """The value as a mapping from ids."""
        entries = self.entries()
        for name, cursor in entries.items():
            if not ID_FORM.match(name):
                cursor.note("bad_id", id=name)
        return entries

    def fields(self, needed: Collection[str], optional: Collection[str] = ()) -> Fields:
        """The value as a mapping with known keys."""
        entries = self.entries()
        known = [*needed, *optional]
        for name, cursor in entries.items():
            if name not in known:
                cursor.note("unknown_key", key=name, known=", ".join(known))
        if self._node is not None and self._node.tag == "tag:yaml.org,2002:map":
            for name in needed:
                if name not in entries:
                    self.note("missing_key", key=name)
        return Fields(self, entries)

    def _at(self, node: yaml.Node, what: str, place: Place | None = None) -> Cursor:
        here = place or Place(self.place.file, node.start_mark.line + 1)
        return Cursor(node, what, here, self._found)


class Fields:
    """The keys of one mapping. A missing one gives a cursor that stays silent."""

    def __init__(self, owner: Cursor, entries: dict[str, Cursor]) -> None:
        self.owner = owner
        self._entries = entries

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __getitem__(self, name: str) -> Cursor:
        silent = Cursor(None, name, self.owner.place, [])
        return self._entries.get(name, silent)

    def text_or_none(self, name: str) -> str | None:
        """The text under an optional key."""
        return self[name].text() if name in self else None

    def flag(self, name: str) -> bool:
        """True or false under an optional key; false when it is not there."""
        return name in self and self[name].flag()


def parse(text: str, file: str, found: list[Finding]) -> Cursor:
    """A cursor at the top of one file's text. What YAML cannot read is a finding."""
    top = Place(file, 1)
    try:
        alias = _find_alias(text, file) if "&" in text else None
        node = None if alias else yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        found.append(_broken(error, file))
        return Cursor(None, file, top, found)
    if alias is not None:
        found.append(alias)
    elif node is None:
        found.append(Finding(top, "empty", {"what": file}))
    return Cursor(node, file, top, found)


def _find_alias(text: str, file: str) -> Finding | None:
    """The first alias: refused, since it can make a small file endless and hides what is said."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark is not None else 1
            return Finding(Place(file, line), "unsupported_yaml")
    return None


def _broken(error: yaml.YAMLError, file: str) -> Finding:
    mark = getattr(error, "problem_mark", None)
    place = Place(file, mark.line + 1 if mark is not None else 1)
    detail = getattr(error, "problem", None) or getattr(error, "reason", None) or "no YAML"
    return Finding(place, "broken_yaml", {"detail": detail})
