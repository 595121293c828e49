"""Whether a question applies, on the server and as told to the page's script.

1. Without a condition an item applies; wave_at_least looks at the wave only.
2. All terms of `all` and one of `any` must hold; ge, le, eq, ne and includes compare.
3. A term about an item that is not asked is ignored; an `any` with no usable term is true.
4. A term about a skipped question, or one answered "na" or "pns", is false.
5. The script's structure holds the usable terms, None when always, never when never.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey.core.bank.model import Condition, Item, Term
from survey.core.flow import applies, condition_to_json

ASKED = frozenset({"a", "b", "c"})
ITEM = Item(id="x", level="context", construct="c", text="X?", scale="yesno")


def shown(condition: Condition, answers: dict[str, object], wave_number: int = 1) -> bool:
    """Whether an item with this condition applies."""
    item = replace(ITEM, show_if=condition)
    return applies(item, answers, wave_number=wave_number, asked=ASKED)


def test_waves() -> None:
    """1."""
    assert applies(ITEM, {}, wave_number=1, asked=ASKED)
    late = Condition(wave_at_least=2)
    assert [shown(late, {}, wave) for wave in (1, 2, 3)] == [False, True, True]


@pytest.mark.parametrize(
    ("term", "answer", "holds"),
    [
        (Term("a", "ge", 2), 2, True),
        (Term("a", "ge", 2), 1, False),
        (Term("a", "le", 2), 2, True),
        (Term("a", "le", 2), 3, False),
        (Term("a", "eq", "yes"), "yes", True),
        (Term("a", "eq", "yes"), "no", False),
        (Term("a", "ne", "yes"), "no", True),
        (Term("a", "ne", "yes"), "yes", False),
        (Term("a", "includes", "gym"), ["gym", "pool"], True),
        (Term("a", "includes", "gym"), ["pool"], False),
        (Term("a", "includes", "gym"), "gym", False),
        (Term("a", "ge", 2), "yes", False),
        (Term("a", "ge", 2), None, False),
        (Term("a", "ne", 2), None, False),
        (Term("a", "ne", 2), "na", False),
        (Term("a", "ne", "yes"), "pns", False),
    ],
)
def test_terms(term: Term, answer: object, holds: bool) -> None:
    """2, 4."""
    answers = {} if answer is None else {"a": answer}
    assert shown(Condition(all=(term,)), answers) is holds
    assert shown(Condition(any=(term,)), answers) is holds


def test_all_and_any() -> None:
    """2."""
    both = Condition(
        all=(Term("a", "ge", 2), Term("b", "ge", 2)), any=(Term("c", "eq", 1), Term("c", "eq", 3))
    )
    assert shown(both, {"a": 2, "b": 2, "c": 3})
    assert not shown(both, {"a": 2, "b": 1, "c": 3})
    assert not shown(both, {"a": 2, "b": 2, "c": 2})


def test_items_not_asked() -> None:
    """3."""
    assert shown(Condition(all=(Term("z", "ge", 2),)), {})
    assert shown(Condition(any=(Term("y", "ge", 2), Term("z", "ge", 2))), {})
    assert not shown(Condition(any=(Term("y", "ge", 2), Term("a", "ge", 2))), {"a": 1})
    assert not shown(Condition(all=(Term("z", "ge", 2), Term("a", "ge", 2))), {"a": 1})


def test_for_the_script() -> None:
    """5."""
    condition = Condition(
        all=(Term("a", "ge", 2), Term("z", "ge", 2)), any=(Term("b", "eq", "yes"),)
    )
    item = replace(ITEM, show_if=condition)
    assert condition_to_json(ITEM, 1, ASKED) is None
    assert condition_to_json(item, 1, ASKED) == {
        "all": [["a", "ge", 2]],
        "any": [["b", "eq", "yes"]],
    }
    assert condition_to_json(item, 1, frozenset()) is None
    late = replace(ITEM, show_if=Condition(wave_at_least=2))
    assert condition_to_json(late, 1, ASKED) == {"never": True}
    assert condition_to_json(late, 2, ASKED) is None
