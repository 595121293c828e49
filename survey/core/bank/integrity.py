"""How the bank's parts fit together: checked on every load, so that no rule meets a loose end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from survey.core.bank.conditions import check_condition
from survey.core.bank.findings import Finding, Place
from survey.core.bank.model import (
    MEASURED_LEVELS,
    NOT_APPLICABLE,
    OWN_CONSTRUCT,
    PREFER_NOT,
    Bank,
    Demographic,
    Index,
    Item,
    Scale,
    Template,
    is_own,
)
from survey.core.bank.parsing import Ledger
from survey.core.bank.placeholders import placeholders, unknown_placeholders

_NEEDS = {
    "ordinal": ("points", "polarity", "favorable"),
    "numeric": ("minimum", "maximum", "end_labels", "polarity", "favorable"),
    "nominal": ("options",),
    "multi": ("options",),
    "text": ("max_chars",),
}
_ALL_PARTS = ("points", "options", "minimum", "maximum", "end_labels", "favorable", "max_chars")


def check_integrity(bank: Bank, ledger: Ledger) -> list[Finding]:
    """Every reference that leads nowhere and every rule of the model that is broken."""
    return [
        *_check_names(bank, ledger),
        *_check_levels(bank, ledger),
        *(one for scale in bank.scales.values() for one in _check_scale(scale, ledger)),
        *(one for item in bank.items.values() for one in _check_item(item, bank, ledger)),
        *(one for asked in bank.demographics.values() for one in _check_person(asked, ledger)),
        *(one for index in bank.indices.values() for one in _check_index(index, bank, ledger)),
        *(one for each in bank.templates.values() for one in _check_template(each, bank, ledger)),
        *_check_core(bank, ledger),
        *_check_consent(bank, ledger),
    ]


def _check_names(bank: Bank, ledger: Ledger) -> Iterator[Finding]:
    """Ids of the bank never begin like those of questions that organizations add."""
    named = {
        "item": bank.items,
        "demographic": bank.demographics,
        "scale": bank.scales,
        "construct": bank.constructs,
        "index": bank.indices,
        "template": bank.templates,
    }
    for kind, names in named.items():
        for name in names:
            if is_own(name) or name == OWN_CONSTRUCT:
                yield Finding(ledger.place(kind, name), "reserved_id", {"id": name})


def _loose(
    place: Place, what: str, names: Iterable[str], known: Iterable[str]
) -> Iterator[Finding]:
    there = set(known)
    for name in names:
        if name not in there:
            yield Finding(place, "unknown_reference", {"what": what, "id": name})


def _check_levels(bank: Bank, ledger: Ledger) -> Iterator[Finding]:
    yield from _loose(Place("bank.yaml", 1), "levels", (*MEASURED_LEVELS, "open"), bank.levels)
    for construct in bank.constructs.values():
        place = ledger.place("construct", construct.id)
        yield from _loose(place, "level", [construct.level], bank.levels)


def _check_scale(scale: Scale, ledger: Ledger) -> Iterator[Finding]:
    place = ledger.place("scale", scale.id)
    needed = _NEEDS[scale.kind]
    for part in _ALL_PARTS:
        given = getattr(scale, part) not in (None, ())
        if part in needed and not given:
            yield Finding(place, "scale_needs", {"kind": scale.kind, "key": part})
        if part not in needed and given:
            yield Finding(place, "scale_has_no", {"kind": scale.kind, "key": part})
    yield from _check_points(scale, place)
    yield from _check_options(place, [option.value for option in scale.options])


def _check_points(scale: Scale, place: Place) -> Iterator[Finding]:
    values = [point.value for point in scale.points]
    if values and values != list(range(values[0], values[0] + len(values))):
        yield Finding(place, "points_not_ascending")
    if scale.minimum is not None and scale.maximum is not None and scale.minimum >= scale.maximum:
        yield Finding(place, "points_not_ascending")
    ends = [point.value for point in scale.end_labels]
    for what, listed in (("favorable", scale.favorable), ("end_labels", ends)):
        for value in listed:
            if value not in scale.values:
                yield Finding(place, "not_a_value", {"what": what, "value": value})
        yield from _twice(place, what, [str(value) for value in listed])


def _check_options(place: Place, values: list[str]) -> Iterator[Finding]:
    for value in values:
        if value in (NOT_APPLICABLE, PREFER_NOT):
            yield Finding(place, "reserved_option", {"id": value})
    yield from _twice(place, "options", values)


def _twice(place: Place, what: str, values: list[str]) -> Iterator[Finding]:
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield Finding(place, "duplicate_value", {"what": what, "value": value})


def _check_item(item: Item, bank: Bank, ledger: Ledger) -> Iterator[Finding]:
    place = ledger.place("item", item.id)
    yield from _loose(place, "scale", [item.scale], bank.scales)
    yield from _loose(place, "construct", [item.construct], bank.constructs)
    yield from _loose(place, "refs", item.refs, bank.refs)
    construct = bank.constructs.get(item.construct)
    if construct is not None and construct.level != item.level:
        params = {"level": item.level, "id": construct.id, "other": construct.level}
        yield Finding(place, "level_differs", params)
    scale = bank.scales.get(item.scale)
    if scale is not None and (scale.kind == "text") != (item.level == "open"):
        section = "open" if item.level == "open" else item.level
        found = "open" if scale.kind == "text" else "no open"
        params = {"id": item.id, "found": found, "section": section}
        yield Finding(place, "wrong_section", params)
    yield from check_condition(item, bank, place)


def _check_person(asked: Demographic, ledger: Ledger) -> Iterator[Finding]:
    place = ledger.place("demographic", asked.id)
    values = [option.value for option in asked.options]
    yield from _check_options(place, values[:-1])
    yield from _twice(place, "groups", [group.id for group in asked.groups])
    if len(asked.groups) == 1:
        yield Finding(place, "too_few_groups")
    grouped = [option for group in asked.groups for option in group.options]
    yield from _loose(place, "groups", grouped, values[:-1])
    for option in sorted({option for option in grouped if grouped.count(option) > 1}):
        yield Finding(place, "group_overlap", {"option": option})


def _check_index(index: Index, bank: Bank, ledger: Ledger) -> Iterator[Finding]:
    place = ledger.place("index", index.id)
    yield from _loose(place, "level", [index.level], bank.levels)
    yield from _loose(place, "items", index.items, bank.items)
    items = [bank.items[name] for name in index.items if name in bank.items]
    for item in items:
        if item.level != index.level:
            params = {"level": index.level, "id": item.id, "other": item.level}
            yield Finding(place, "level_differs", params)
        scale = bank.scales.get(item.scale)
        if scale is not None and not scale.values:
            yield Finding(place, "not_scorable", {"id": item.id})
    reversed_items = [item.id for item in items if item.reverse]
    if reversed_items and len(reversed_items) < len(items):
        yield Finding(place, "mixed_directions", {"reversed": ", ".join(reversed_items)})
    elif items and bool(reversed_items) != (index.direction != "higher_is_better"):
        yield Finding(place, "wrong_direction", {"direction": index.direction})


def _check_template(template: Template, bank: Bank, ledger: Ledger) -> Iterator[Finding]:
    place = ledger.place("template", template.id)
    pools = [
        name for pool in (template.rotation.pools if template.rotation else ()) for name in pool
    ]
    yield from _loose(place, "items", template.items, bank.items)
    yield from _loose(place, "open", template.open, bank.items)
    yield from _loose(place, "pools", pools, bank.items)
    yield from _loose(place, "demographics", template.demographics, bank.demographics)
    yield from _twice(place, "items", [*template.items, *template.open, *pools])
    for section, names in (("items", template.items), ("open", template.open), ("pools", pools)):
        for name in names:
            if name in bank.items and (bank.items[name].level == "open") != (section == "open"):
                found = "no open" if section == "open" else "open"
                params = {"id": name, "found": found, "section": section}
                yield Finding(place, "wrong_section", params)
    if template.rotation is not None and template.rotation.slots > len(pools):
        params = {"slots": str(template.rotation.slots), "items": str(len(pools))}
        yield Finding(place, "too_many_slots", params)


def _check_core(bank: Bank, ledger: Ledger) -> Iterator[Finding]:
    """The core items of the measured levels are those of the pulse_* indices, no more, no less."""
    core = {name for name in bank.core_items if bank.items[name].level in MEASURED_LEVELS}
    scored = set()
    for level in MEASURED_LEVELS:
        index = bank.indices.get(f"pulse_{level}")
        if index is None:
            params: dict[str, object] = {"what": "indices", "id": f"pulse_{level}"}
            yield Finding(Place("indices.yaml", 1), "unknown_reference", params)
        else:
            scored |= set(index.items) & set(bank.items)
    for name in sorted(core ^ scored):
        yield Finding(ledger.place("item", name), "core_set_differs", {"ids": name})
    asked = {name for template in bank.templates.values() for name in template.items}
    for name in bank.core_items:
        if name not in asked:
            yield Finding(ledger.place("item", name), "core_not_asked", {"id": name})


def _check_consent(bank: Bank, ledger: Ledger) -> Iterator[Finding]:
    for key, text in bank.consent.strings.items():
        for name in unknown_placeholders(text):
            yield Finding(ledger.place("consent", key), "unknown_placeholder", {"name": name})
    if "place" not in placeholders(bank.here_means):
        params: dict[str, object] = {"what": "here", "id": "{place}"}
        yield Finding(ledger.place("consent", "here"), "unknown_reference", params)
