"""The values behind bins: how many of the property gave each point of a scale, by weight.

Where weights are used, a printed share is one of weights, so that it matters who of which weight
gave a value; without weights there is one layer and everybody in it counts as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from survey.core.analysis.tabulation import ItemTable
from survey.core.disclosure.attacker.property import Own
from survey.core.disclosure.attacker.roster import Ints, Roster, answers_of
from survey.core.disclosure.attacker.rows import Told, people_in
from survey.core.disclosure.attacker.scores import PrintedScore
from survey.core.disclosure.attacker.system import Row, Variable
from survey.core.disclosure.attacker.units import Unit
from survey.core.disclosure.attacker.weights import Weighting


@dataclass(frozen=True, slots=True)
class Property:
    """The property's figures of several items.

    people: how many of each layer answered anything. own: each item's figures, by document.
    """

    roster: Roster
    weighting: Weighting
    people: Ints
    tables: Mapping[str, ItemTable]
    units: Mapping[str, Unit]
    own: Mapping[str, tuple[Own, ...]]

    @property
    def layers(self) -> range:
        """The weights that there are."""
        return range(len(self.weighting.of_layer))

    def weight(self, layer: int, *, weighted: bool) -> Fraction:
        """What one person of a layer counts for."""
        return Fraction(int(self.weighting.of_layer[layer]) if weighted else 1)

    def values(self, item: str) -> Told:
        """How many gave each value, and the printed points."""
        told = Told([], [])
        held = [value for values in self.units[item].values for value in values]
        for layer in self.layers:
            most = Fraction(int(self.people[layer]))
            told.variables.extend(
                Variable(name_of_value(item, layer, value), Fraction(0), most) for value in held
            )
        for one in self.own[item]:
            for value, (low, high) in one.points.items():
                terms = {
                    name_of_value(item, layer, value): self.weight(layer, weighted=one.weighted)
                    for layer in self.layers
                }
                told.rows.append(Row(terms, Fraction(low), Fraction(high), "points"))
        return told

    def true_bins(self, item: str) -> list[Row]:
        """That the bins of an item are as they are, in each layer."""
        answers = answers_of(self.roster, self.tables[item], self.units[item])
        counts = self.weighting.layers @ answers
        return [
            equal(
                {name_of_value(item, layer, value): Fraction(1) for value in values},
                int(counts[layer, place]),
            )
            for layer in self.layers
            for place, values in enumerate(self.units[item].values)
        ]

    def scored(self, score: PrintedScore) -> list[int]:
        """How many of each layer have a score."""
        found = [0 for _layer in self.layers]
        layer_of = dict(
            zip(self.roster.atoms, self.weighting.layers.argmax(axis=0).tolist(), strict=True)
        )
        for cell in score.table.cells:
            found[layer_of[cell.atom]] += cell.answered
        return found


def value_rows(said: Property, unit: Unit, classes: Weighting) -> Told:
    """The values of a unit's scale, tied to its bins by class."""
    told = said.values(unit.item)
    for layer in said.layers:
        members = classes.layers[layer] == 1
        for place, held in enumerate(unit.values):
            terms = people_in(members, [place]) | {
                name_of_value(unit.item, layer, value): Fraction(-1) for value in held
            }
            told.rows.append(equal(terms, 0))
    return told


def name_of_value(item: str, layer: int, value: int) -> str:
    """The name of the unknown: how many of a layer gave a value to an item."""
    return f"value.{item}.{layer}.{value}"


def equal(terms: Mapping[str, Fraction], number: int) -> Row:
    """A sum that is known."""
    return Row(terms, Fraction(number), Fraction(number), "property")
