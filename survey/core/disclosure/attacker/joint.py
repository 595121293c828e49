"""Items that a printed score ties together, as one system.

A score is a mean over people of the mean points of those of its k items that they answered. With
V[i, c, s] people who gave item i the value c and answered s of the items, and P[s] people who
answered s, the sum of all scores is the sum over s of (1/s) sum over i, c of points(c) V[i, c, s];
for each s the answers add up to s P[s], and no item has more than P[s]. With weights the same holds
within each weight, and the sums are added with the weights.

The attacker is taken to know the bins of all other items and how many have a score. That leaves
him fewer worlds than he has, never more.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Final

from survey.core.analysis.tabulation import ItemTable
from survey.core.disclosure.attacker.rows import Told
from survey.core.disclosure.attacker.scores import PrintedScore
from survey.core.disclosure.attacker.system import Row, Variable
from survey.core.disclosure.attacker.units import Unit
from survey.core.disclosure.attacker.valued import Property, equal, name_of_value

HUNDRED: Final = 100
ONE: Final = Fraction(1)


def enough_items(items: int) -> int:
    """How many items somebody must have answered to have a score: two thirds, upward.

    Example: 2 of 3, 3 of 4, 4 of 5. Source: disclosure.md, section 4.
    """
    return -(-2 * items // 3)


def points_by_value(table: ItemTable) -> dict[int, Fraction]:
    """The points of each value of a scale, from 0 to 100; a reversed item is turned around.

    Example: 1 to 5 are 0, 25, 50, 75, 100.
    """
    values = [int(value) for value in table.values]
    lowest, highest = min(values), max(values)
    return {
        value: Fraction(
            HUNDRED * ((highest - value) if table.reverse else value - lowest), highest - lowest
        )
        for value in values
    }


def score_rows(said: Property, unit: Unit, scores: Sequence[PrintedScore]) -> Told:
    """The rows of these scores, which a unit takes part in; its own values are there already."""
    told = Told([], [])
    for item in dict.fromkeys(item for score in scores for item in score.items):
        if item != unit.item:
            values = said.values(item)
            told.variables.extend(values.variables)
            told.rows.extend((*values.rows, *said.true_bins(item)))
    for number, score in enumerate(scores):
        for layer in said.layers:
            more = _statuses(said, score, f"{number}.{layer}", layer)
            told.variables.extend(more.variables)
            told.rows.extend(more.rows)
        told.rows.append(_printed(said, score, number))
    return told


def _printed(said: Property, score: PrintedScore, number: int) -> Row:
    """That the mean of all scores prints as this: halves upward, close to an end open to it.

    Where its interval does not follow from what is printed, the mean is known.
    """
    answered = said.scored(score)
    statuses = range(enough_items(len(score.items)), len(score.items) + 1)
    total: dict[str, Fraction] = {}
    base = Fraction(0)
    for layer in said.layers:
        weight = said.weight(layer, weighted=score.weighted)
        base += weight * answered[layer]
        for item in score.items:
            for value, points in points_by_value(said.tables[item]).items():
                for status in statuses:
                    name = _split(f"{number}.{layer}", item, value, status)
                    total[name] = weight * points / status
    # Sums are whole multiples of this, so that "less than" can be said by "at most".
    unit = Fraction(1, lcm(*(term.denominator for term in total.values())))
    least, most = score.means(said.weighting, said.roster)
    low, high = least * base, most * base if most == HUNDRED else most * base - unit
    if not score.follows(said.weighting, said.roster):
        _people, known = score.sums(said.weighting, said.roster)
        low = high = round(known / unit) * unit
    return Row(total, low, high, "score")


def _statuses(said: Property, score: PrintedScore, name: str, layer: int) -> Told:
    """How many of a layer answered how many of the items, and what they answered."""
    statuses = range(1, len(score.items) + 1)
    most = Fraction(int(said.people[layer]))
    people = {status: f"people.{name}.{status}" for status in statuses}
    told = Told([Variable(one, Fraction(0), most) for one in people.values()], [])
    told.rows.append(Row(dict.fromkeys(people.values(), ONE), None, most, "score"))
    scored = [people[status] for status in statuses if status >= enough_items(len(score.items))]
    told.rows.append(equal(dict.fromkeys(scored, ONE), said.scored(score)[layer]))
    answers: dict[int, dict[str, Fraction]] = {status: {} for status in statuses}
    for item in score.items:
        held = [int(one) for one in said.tables[item].values]
        for value in held:
            parts = [_split(name, item, value, status) for status in statuses]
            told.variables.extend(Variable(part, Fraction(0), most) for part in parts)
            whole = {name_of_value(item, layer, value): -ONE}
            told.rows.append(equal(dict.fromkeys(parts, ONE) | whole, 0))
        for status in statuses:
            given = dict.fromkeys((_split(name, item, value, status) for value in held), ONE)
            answers[status] |= given
            told.rows.append(Row(given | {people[status]: -ONE}, None, Fraction(0), "score"))
    for status in statuses:
        told.rows.append(equal(answers[status] | {people[status]: Fraction(-status)}, 0))
    return told


def _split(name: str, item: str, value: int, status: int) -> str:
    return f"split.{name}.{item}.{value}.{status}"
