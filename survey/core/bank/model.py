"""What the bank holds, as frozen values. Texts are the English sources; see wording.py for keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Level = str
ScaleKind = Literal["ordinal", "numeric", "nominal", "multi", "text"]
Operator = Literal["ge", "le", "eq", "ne", "includes"]
DemographicKind = Literal["single", "multi"]
IndexModel = Literal["reflective", "formative", "composite"]
Direction = Literal["higher_is_better", "higher_is_worse_before_reversal"]

MEASURED_LEVELS: Final[tuple[Level, ...]] = ("perceptual", "relational", "structural")
"""The three levels that a release reports a score for."""

NOT_APPLICABLE: Final = "na"
"""The answer "This does not apply to me"."""

PREFER_NOT: Final = "pns"
"""The answer "I would rather not say"."""

OWN_PREFIX: Final = "own_"
"""How the ids of an organization's own questions begin, and no id of a bank's files."""

OWN_CONSTRUCT: Final = "own"
"""The construct of own questions: none of the bank's, so that they belong to none of its scores."""


def is_own(name: str) -> bool:
    """Whether an id is one of an organization's own question, or of its own answers."""
    return name.startswith(OWN_PREFIX)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelText:
    """A level of the bank: `label` is for people, `about` for those who edit the bank."""

    id: Level
    label: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Construct:
    """What a family of items measures, and the sentence that tells residents why we ask."""

    id: str
    label: str
    level: Level
    why: str


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a rating scale."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a list; an exclusive one cannot be chosen together with others."""

    value: str
    label: str
    exclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A set of answers that many items share.

    ordinal: `points`. numeric: whole numbers `minimum`..`maximum`, with `end_labels` for the two
    ends. nominal and multi: `options`. text: at most `max_chars` characters. `favorable` lists
    the values counted as favorable for an item that is not reversed.
    """

    id: str
    kind: ScaleKind
    polarity: str | None = None
    points: tuple[Point, ...] = ()
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    end_labels: tuple[Point, ...] = ()
    favorable: tuple[int, ...] = ()
    max_chars: int | None = None
    recall: str | None = None
    note: str | None = None

    @property
    def values(self) -> tuple[int, ...]:
        """The whole numbers that can be answered, ascending; empty for lists and text."""
        if self.minimum is not None and self.maximum is not None:
            return tuple(range(self.minimum, self.maximum + 1))
        return tuple(point.value for point in self.points)


@dataclass(frozen=True, slots=True)
class Term:
    """One comparison in a condition: the answer to `item` against `value`."""

    item: str
    op: Operator
    value: int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When an item is shown: every `all` term, one of the `any` terms, and late enough a wave."""

    all: tuple[Term, ...] = ()
    any: tuple[Term, ...] = ()
    wave_at_least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question.

    reverse: more means worse. pulse_core: one of the ten that every questionnaire of a series
    keeps. needs: the site feature without which it is not asked. recall: the period that the
    answer looks back over. why: None means that its construct's sentence is used.
    """

    id: str
    level: Level
    construct: str
    text: str
    scale: str
    hint: str | None = None
    why: str | None = None
    meaning: str | None = None
    reverse: bool = False
    pulse_core: bool = False
    sensitive: bool = False
    allow_na: bool = False
    needs: str | None = None
    recall: str | None = None
    show_if: Condition | None = None
    translator_note: str | None = None
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Options of a demographic question reported together."""

    id: str
    label: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demographic:
    """A question about the person. Its last option is always "pns"; with groups it may be a cut."""

    id: str
    text: str
    kind: DemographicKind
    options: tuple[Option, ...]
    groups: tuple[Group, ...] = ()
    why: str
    note: str | None = None
    when: str | None = None

    def group_of(self, option: str) -> str | None:
        """The id of the group that holds an option; None when no group does (as for "pns")."""
        return next((group.id for group in self.groups if option in group.options), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A score over several items; missing when fewer than `min_answered` are answered."""

    id: str
    level: Level
    label: str
    model: IndexModel
    items: tuple[str, ...]
    min_answered: int
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """Items that take turns from wave to wave: at most `slots` of those in the pools."""

    slots: int
    pools: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A ready-made questionnaire; `minutes` is the stated length for residents."""

    id: str
    title: str
    minutes: int
    when: str
    items: tuple[str, ...]
    open: tuple[str, ...]
    demographics: tuple[str, ...]
    rotation: Rotation | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """The promise screen: key -> English sentence with {placeholders}."""

    strings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Everything that can be asked. Mappings keep the order of the files."""

    id: str
    version: str
    language: str
    status: str
    licence_suggestion: str
    labels: Mapping[str, str]
    levels: Mapping[Level, LevelText]
    constructs: Mapping[str, Construct]
    scales: Mapping[str, Scale]
    items: Mapping[str, Item]
    demographics: Mapping[str, Demographic]
    indices: Mapping[str, Index]
    templates: Mapping[str, Template]
    consent: Consent
    refs: Mapping[str, str]

    @property
    def here_means(self) -> str:
        """The sentence that says what "here" means, with {place}."""
        return self.consent.strings["here"]

    @property
    def core_items(self) -> tuple[str, ...]:
        """The ids of the items that cannot be left out."""
        return tuple(item.id for item in self.items.values() if item.pulse_core)

    @property
    def features(self) -> tuple[str, ...]:
        """The features of a site that some item needs, in alphabetical order."""
        return tuple(sorted({item.needs for item in self.items.values() if item.needs}))

    def why_of(self, item: Item) -> str:
        """The sentence that says why an item is asked."""
        return item.why if item.why is not None else self.constructs[item.construct].why
