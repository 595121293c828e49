"""What is made once and used by every request: kept in memory, the least used going first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from flask import Flask

Kept = TypeVar("Kept")


def kept_in(app: Flask, name: str, most: int) -> Recent[Any]:
    """What an application keeps under a name: the last `most` values, none at first."""
    found: Recent[Any] | None = app.extensions.get(name)
    return app.extensions.setdefault(name, Recent(most)) if found is None else found


class Recent(Generic[Kept]):
    """The last `most` values used, by key. Safe between threads; a value may be made twice."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """The value under `key`, made if it is not there."""
        found = self.find(key)
        return self.put(key, make()) if found is None else found

    def find(self, key: Hashable) -> Kept | None:
        """The value under `key`, if it is there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Hashable, made: Kept) -> Kept:
        """Keep a value in place of whatever was under `key`; the value."""
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
