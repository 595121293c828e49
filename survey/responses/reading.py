"""What an opening reads of sealed envelopes: unsealed, checked, recoded, ready to be written.

Pure: the same whether one process reads every envelope or several share them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from survey.core.bank.questionnaire import Questionnaire
from survey.core.canonical import canonical_json
from survey.core.flow.checking import AnswerCheck
from survey.core.sealing.envelopes import Slip, open_answers, open_slip
from survey.core.sealing.errors import SealingError
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
    """

    rows: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    blanked: int = 0
    unreadable: int = 0

    def add(self, other: Readings) -> None:
        """Take in what was read of other envelopes of the same wave."""
        self.rows += other.rows
        self.comments += other.comments
        self.blanked += other.blanked
        self.unreadable += other.unreadable


class Reader:
    """Reads the envelopes of one wave; made once. SealingError where the key is none.

    Hold it no longer than the opening lasts: the key is in it.
    """

    def __init__(self, recipe: Recipe, opening_key: bytes) -> None:
        self._wave_id = recipe.wave_id
        self._key = load_opening_key(opening_key)
        self._check = AnswerCheck(recipe.questionnaire, wave_number=recipe.wave_number)
        self._keeper = Keeper(recipe.questionnaire, recipe.cuts)
        self._cuts = tuple(cut.id for cut in recipe.cuts)

    def read(self, envelopes: Iterable[Sealed]) -> Readings:
        """Everything that can be read, and the count of what cannot; never raises for one."""
        readings = Readings()
        for answers, slip in envelopes:
            self._read_one(readings, answers, slip)
        return readings

    def _read_one(self, readings: Readings, answers: bytes, slip: bytes) -> None:
        try:
            raw = open_answers(self._key, answers, wave_id=self._wave_id)
        except SealingError:
            readings.unreadable += 1
            return
        said = self._read_slip(slip)
        checked = self._check.check(raw)
        kept = self._keeper.keep(checked.answers, said)
        readings.blanked += checked.blanked + (said is None)
        groups = tuple(kept.groups[cut] for cut in self._cuts)
        readings.rows.append((canonical_json(kept.answers), groups))
        readings.comments += kept.comments

    def _read_slip(self, sealed: bytes) -> Slip | None:
        """The slip, or None: a slip that does not open costs its own two words, not the answers."""
        try:
            return open_slip(self._key, sealed, wave_id=self._wave_id)
        except SealingError:
            return None
