"""The one error that rules and services raise: a code and parameters, never a sentence."""

from __future__ import annotations

from typing import Final, Literal

Kind = Literal["refused", "missing", "conflict", "input"]

KINDS: Final[tuple[Kind, ...]] = ("refused", "missing", "conflict", "input")


class SurveyError(Exception):
    """Something that a person asked for cannot be done.

    kind: "refused" (not allowed), "missing" (no such thing), "conflict" (the state has moved
    on), "input" (what was given cannot be used). code: a stable word for the fact, such as
    "core_item_locked". params: what a sentence about it would name. Sentences and HTTP status
    numbers belong to whoever talks to the person.
    """

    def __init__(self, kind: Kind, code: str, **params: object) -> None:
        if kind not in KINDS:
            raise ValueError(f"unknown kind of error: {kind!r}")
        super().__init__(code)
        self.kind: Final = kind
        self.code: Final = code
        self.params: Final = params

    def __str__(self) -> str:
        """The log's line: the code and its parameters."""
        named = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({named})"
