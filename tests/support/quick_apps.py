"""What every new application would work out again, kept for the whole run of tests.

Nearly every test makes an application of its own. A third of the whole run went into compiling
the same hundred templates and the same routes for each of them, a fifth of what was left into
compiling the same statements for each new engine, and an eighth into looking for rubbish again and
again among what the tests themselves consist of.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule
from werkzeug.routing.rules import RulePart


class KeptBytecode(BytecodeCache):
    """Compiled templates in memory; jinja2 itself sees whether a source has changed."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled for another application."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled just now."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a route's pattern says, apart from the converters, which belong to one application."""

    parts: tuple[RulePart, ...]
    trace: tuple[tuple[bool, str], ...]
    converters: tuple[tuple[str, str, tuple[Any, ...], dict[str, Any]], ...]


STATEMENTS: Final = 5_000
"""As many as are kept: a few times what all of Porchlight asks."""

_Builder = Callable[..., tuple[str, str]]
_builders: Final[dict[tuple[Any, ...], _Builder]] = {}
_parsed: Final[dict[str, Parsed]] = {}


def keep_what_is_compiled() -> None:
    """From now on: templates once for each source; patterns, and what builds addresses of them,
    once for each route; statements once for each kind of database.
    """
    Flask.jinja_options = {"bytecode_cache": KeptBytecode()}
    _keep_builders()
    _keep_patterns()
    _keep_statements()


def _keep_builders() -> None:
    compile_builder = Rule._compile_builder

    def kept(rule: Rule, append_unknown: bool = True) -> _Builder:
        # All that the function is made from; it is bound to its own rule afterwards.
        key = (rule.rule, repr(rule.defaults), rule.subdomain, rule.host, append_unknown)
        if key not in _builders:
            _builders[key] = compile_builder(rule, append_unknown)
        return _builders[key]

    Rule._compile_builder = kept  # type: ignore[method-assign, assignment]


def _keep_patterns() -> None:
    parse_rule, get_converter = Rule._parse_rule, Rule.get_converter
    asked: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = []

    def noted(rule: Rule, *wanted: Any) -> Any:
        asked.append(wanted)
        return get_converter(rule, *wanted)

    def kept(rule: Rule, path: str) -> Iterable[RulePart]:
        if path not in _parsed:
            asked.clear()
            before = len(rule._trace)
            parts = tuple(parse_rule(rule, path))
            _parsed[path] = Parsed(parts, tuple(rule._trace[before:]), tuple(asked))
            return parts
        known = _parsed[path]
        rule._trace.extend(known.trace)
        for wanted in known.converters:
            rule._converters[wanted[0]] = get_converter(rule, *wanted)
            rule.arguments.add(wanted[0])
        return known.parts

    Rule.get_converter = noted  # type: ignore[method-assign, assignment]
    Rule._parse_rule = kept  # type: ignore[method-assign, assignment]


def _keep_statements() -> None:
    """SQLAlchemy keeps what it compiled in each engine, by the engine's own dialect.

    All engines of a run differ in their addresses only, so those of one kind count as the same.
    """
    kept: LRUCache[Any, Any] = LRUCache(STATEMENTS)
    Engine._compiled_cache = property(lambda _engine: kept, lambda _engine, _own: None)  # type: ignore[assignment]
    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        kind.__hash__ = lambda dialect: hash(type(dialect))  # type: ignore[method-assign, assignment]
        kind.__eq__ = lambda dialect, other: type(dialect) is type(other)  # type: ignore[method-assign]


def never_wait_for_the_disk(engine: Engine) -> None:
    """Let SQLite leave it to the system when what was committed is written down, as the tests'
    PostgreSQL server does. What has to outlive a crash is tried with servers of their own.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def leave_it(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")


def look_for_rubbish_seldom() -> None:
    """From now on: never among what is there already, and after more objects than by default."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
