"""What an opening reads of sealed envelopes: unsealed, checked, recoded, ready to be written.

Pure: the same whether one process reads every envelope or several share them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from survey.core.bank.questionnaire import Questionnaire
from survey.core.canonical import canonical_json
from survey.core.flow.checking import AnswerCheck
from survey.core.sealing.envelopes import open_answers_of_many, open_slips_of_many
from survey.core.sealing.hpke import load_opening_key
from survey.responses.recoding import Cut, Keeper

Sealed = tuple[bytes, bytes]
"""The sealed answers and the sealed slip of one envelope."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What has to be known of a wave to read its envelopes, besides its opening key."""

    wave_id: str
    wave_number: int
    questionnaire: Questionnaire
    cuts: tuple[Cut, ...]


@dataclass(slots=True)
class Readings:
    """What was read, in memory only.

    rows: for each answer set its closed answers in canonical JSON and the ids of its groups, one
    for each cut of the recipe. comments: item and text, in no connection with the rows. blanked:
    single answers, and slips, that could not be read. unreadable: envelopes that did not open.
    modes: how many answered in which way, in no connection with the rows either.
    """

    rows: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    blanked: int = 0
    unreadable: int = 0
    modes: Counter[str] = field(default_factory=Counter)

    def add(self, other: Readings) -> None:
        """Take in what was read of other envelopes of the same wave."""
        self.rows += other.rows
        self.comments += other.comments
        self.blanked += other.blanked
        self.unreadable += other.unreadable
        self.modes += other.modes


class Reader:
    """Reads the envelopes of one wave; made once. SealingError where the key is none.

    Hold it no longer than the opening lasts: the key is in it.
    """

    def __init__(self, recipe: Recipe, opening_key: bytes) -> None:
        self._wave_id = recipe.wave_id
        self._key = load_opening_key(opening_key)
        self._check = AnswerCheck(recipe.questionnaire, wave_number=recipe.wave_number)
        self._keeper = Keeper(recipe.questionnaire, recipe.cuts)

    def read(self, envelopes: Sequence[Sealed]) -> Readings:
        """Everything that can be read, and the count of what cannot; never raises for one.

        Step by step for all of them, not one by one through all steps: see `unseal_each`. So
        give it some hundred at a time: what they say is in memory several times until it returns.
        """
        answers, slips = zip(*envelopes, strict=True) if envelopes else ((), ())
        said = zip(
            open_answers_of_many(self._key, answers, wave_id=self._wave_id),
            open_slips_of_many(self._key, slips, wave_id=self._wave_id),
            strict=True,
        )
        opened = [(raw, slip) for raw, slip in said if raw is not None]
        checked = [self._check.check(raw) for raw, _slip in opened]
        kept = [
            self._keeper.keep(one.answers, slip)
            for one, (_raw, slip) in zip(checked, opened, strict=True)
        ]
        return Readings(
            rows=[(canonical_json(one.answers), tuple(one.groups.values())) for one in kept],
            comments=[comment for one in kept for comment in one.comments],
            blanked=sum(one.blanked for one in checked) + sum(slip is None for _, slip in opened),
            unreadable=len(envelopes) - len(opened),
            modes=Counter(slip.mode for _raw, slip in opened if slip is not None),
        )
