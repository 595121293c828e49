"""A questionnaire as it is asked: chosen items in asking order, with all that they need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey.core.bank.model import (
    MEASURED_LEVELS,
    Bank,
    Consent,
    Construct,
    Demographic,
    Index,
    Item,
    Level,
    LevelText,
    Scale,
    Template,
    is_own,
)
from survey.core.errors import SurveyError


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """Everything about one questionnaire that never changes once it is published.

    items: in asking order, closed ones first, open ones last; demographics come after them.
    indices: those that can be scored from the items. left_out: what somebody chose not to ask;
    not_here: what the site's features do not allow for. levels_not_asked: levels of the template,
    or measured levels, that have no item of the bank left. bank_version: the bank it was built
    from. Raises SurveyError "own_item_in_index": nothing that is not the bank's is ever scored.
    """

    template: str
    title: str
    items: tuple[Item, ...]
    demographics: tuple[Demographic, ...]
    scales: Mapping[str, Scale]
    indices: tuple[Index, ...]
    levels: tuple[LevelText, ...]
    constructs: Mapping[str, Construct]
    labels: Mapping[str, str]
    consent: Consent
    left_out: tuple[str, ...]
    not_here: tuple[str, ...]
    levels_not_asked: tuple[Level, ...]
    bank_version: str

    def __post_init__(self) -> None:
        for index in self.indices:
            if any(is_own(name) for name in index.items):
                raise SurveyError("refused", "own_item_in_index", index=index.id)

    @property
    def here_means(self) -> str:
        """The sentence that says what "here" means, with {place}."""
        return self.consent.strings["here"]

    @property
    def closed_items(self) -> tuple[Item, ...]:
        """The items answered by choosing."""
        return tuple(item for item in self.items if self.scale_of(item).kind != "text")

    @property
    def open_items(self) -> tuple[Item, ...]:
        """The items answered in the person's own words."""
        return tuple(item for item in self.items if self.scale_of(item).kind == "text")

    @property
    def asked(self) -> frozenset[str]:
        """The ids of all items asked."""
        return frozenset(item.id for item in self.items)

    def item(self, item_id: str) -> Item:
        """The item with this id. Raises KeyError when it is not asked."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def demographic(self, demographic_id: str) -> Demographic:
        """The demographic question with this id. Raises KeyError when it is not asked."""
        for demographic in self.demographics:
            if demographic.id == demographic_id:
                return demographic
        raise KeyError(demographic_id)

    def scale_of(self, item: Item) -> Scale:
        """The scale of an item of this questionnaire."""
        return self.scales[item.scale]

    def why_of(self, item: Item) -> str:
        """The sentence that says why an item is asked."""
        return item.why if item.why is not None else self.constructs[item.construct].why


def build_questionnaire(
    bank: Bank,
    template_id: str,
    *,
    leave_out: Collection[str] = frozenset(),
    rotating: Sequence[str] = (),
    features: Collection[str] = frozenset(),
    demographics: Collection[str] | None = None,
) -> Questionnaire:
    """A questionnaire from a ready-made one.

    leave_out: items not to ask. rotating: items from the template's pools, placed after its last
    core item. features: what the site has (an item whose `needs` is not among them is dropped).
    demographics: ids of those to ask, None for the template's own.
    Raises SurveyError: "unknown_template", "unknown_item", "core_item_locked", "not_in_rotation",
    "too_many_rotating", "unknown_demographic".
    """
    template = _template(bank, template_id)
    wanted = _ask_in_order(bank, template, rotating)
    _check_left_out(bank, template, leave_out, wanted)
    not_here = tuple(name for name in wanted if not _possible(bank.items[name], features))
    items = tuple(
        bank.items[name] for name in wanted if name not in leave_out and name not in not_here
    )
    return Questionnaire(
        template=template.id,
        title=template.title,
        items=items,
        demographics=_demographics(bank, template, demographics),
        scales={item.scale: bank.scales[item.scale] for item in items},
        indices=_indices(bank, items),
        levels=tuple(bank.levels.values()),
        constructs={item.construct: bank.constructs[item.construct] for item in items},
        labels=bank.labels,
        consent=bank.consent,
        left_out=tuple(name for name in wanted if name in leave_out),
        not_here=not_here,
        levels_not_asked=_levels_not_asked(bank, wanted, items),
        bank_version=bank.version,
    )


def _template(bank: Bank, template_id: str) -> Template:
    try:
        return bank.templates[template_id]
    except KeyError as error:
        raise SurveyError("missing", "unknown_template", template=template_id) from error


def _ask_in_order(bank: Bank, template: Template, rotating: Sequence[str]) -> list[str]:
    """Ids in asking order: the items with the rotating ones after the last core item, then open."""
    pools = template.rotation.pools if template.rotation else ()
    pooled = {name for pool in pools for name in pool}
    for name in rotating:
        if name not in pooled:
            raise SurveyError("input", "not_in_rotation", item=name)
    slots = template.rotation.slots if template.rotation else 0
    chosen = list(dict.fromkeys(rotating))
    if len(chosen) > slots:
        raise SurveyError("input", "too_many_rotating", slots=slots)
    core_places = [at for at, name in enumerate(template.items) if bank.items[name].pulse_core]
    cut = core_places[-1] + 1 if core_places else len(template.items)
    return [*template.items[:cut], *chosen, *template.items[cut:], *template.open]


def _check_left_out(
    bank: Bank, template: Template, leave_out: Iterable[str], wanted: Collection[str]
) -> None:
    for name in sorted(leave_out):
        if name not in wanted:
            raise SurveyError("input", "unknown_item", item=name, template=template.id)
        if bank.items[name].pulse_core:
            raise SurveyError("refused", "core_item_locked", item=name)


def _possible(item: Item, features: Collection[str]) -> bool:
    return item.needs is None or item.needs in features


def _demographics(
    bank: Bank, template: Template, chosen: Collection[str] | None
) -> tuple[Demographic, ...]:
    """The demographic questions to ask, in the bank's order."""
    wanted = template.demographics if chosen is None else chosen
    for name in sorted(wanted):
        if name not in bank.demographics:
            raise SurveyError("input", "unknown_demographic", demographic=name)
    return tuple(one for one in bank.demographics.values() if one.id in wanted)


def _indices(bank: Bank, items: Sequence[Item]) -> tuple[Index, ...]:
    """The indices that can be scored: all items asked, or enough of them for a composite."""
    asked = {item.id for item in items}
    return tuple(
        index
        for index in bank.indices.values()
        if len(asked.intersection(index.items)) >= _items_needed(index)
    )


def _items_needed(index: Index) -> int:
    return index.min_answered if index.model == "composite" else len(index.items)


def _levels_not_asked(
    bank: Bank, wanted: Sequence[str], items: Sequence[Item]
) -> tuple[Level, ...]:
    expected = {bank.items[name].level for name in wanted}.union(MEASURED_LEVELS)
    there = {item.level for item in items}
    return tuple(level for level in bank.levels if level in expected - there)
