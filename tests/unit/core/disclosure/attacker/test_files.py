"""Audit files.

F1  Numbers are read exactly; an end may be null or missing, but a constraint names one; a variable
    is whole unless it says not
F2  What cannot be used is refused in one sentence with the place
F3  Keys that look like known ones misspelt are refused, others are left alone
F4  Numbers are printed exactly, or outward
F5  Whatever the bytes, the file is read or refused
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.disclosure.attacker.files import Unusable, read_question
from survey.core.disclosure.attacker.numbers import TooLong, exact, printable
from survey.core.disclosure.attacker.system import OtherSide, Row, Target, Variable, Width

PAPER = """
{"variables":   [{"name": "EN.q1", "lb": 0, "ub": 26, "integer": true}, {"name": "OT.q1"}],
 "constraints": [{"terms": {"EN.q1": 1, "OT.q1": 1}, "lo": 6, "hi": 6, "source": "question 1"}],
 "targets":     [{"name": "yes among others", "terms": {"OT.q1": 1},
                  "protect": {"kind": "width", "min_width": 3}},
                 {"name": "unfavorable of D", "terms": {"EN.q1": 0.1},
                  "protect": {"kind": "other_side", "total": 12, "m": 2}}]}
"""


def test_f1_the_paper() -> None:
    question = read_question(PAPER.encode())
    one = Fraction(1)
    assert question.system.variables == (
        Variable("EN.q1", Fraction(0), Fraction(26), True),
        Variable("OT.q1", None, None, True),
    )
    terms = {"EN.q1": one, "OT.q1": one}
    assert question.system.rows == (Row(terms, Fraction(6), Fraction(6), "question 1"),)
    assert question.targets == (
        Target("yes among others", {"OT.q1": one}, Width(Fraction(3))),
        Target(
            "unfavorable of D", {"EN.q1": Fraction(1, 10)}, OtherSide(Fraction(12), Fraction(2))
        ),
    )


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("0.1", Fraction(1, 10)),
        ("-0", Fraction(0)),
        ("1.50e-1", Fraction(3, 20)),
        ("2E+3", Fraction(2000)),
        ("0.30000000000000004", Fraction(30000000000000004, 10**17)),
        ("12345678901234567890", Fraction(12345678901234567890)),
    ],
)
def test_f1_exact_numbers(literal: str, value: Fraction) -> None:
    assert exact(literal) == value
    content = _paper()
    text = json.dumps(content).replace('"lb": 0', f'"lb": {literal}')
    assert read_question(text.encode()).system.variables[0].lower == value


@pytest.mark.parametrize(
    "literal", ["1e101", "1e999999999", "1e-0999999", "9" * 101, "0." + "1" * 100]
)
def test_f1_numbers_of_no_survey(literal: str) -> None:
    with pytest.raises(TooLong):
        exact(literal)


def _paper() -> Any:
    return json.loads(PAPER)


def _change(*path: str | int, to: Any) -> bytes:
    """The paper's file with one value replaced."""
    content = _paper()
    at = content
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return json.dumps(content).encode()


def _without(*path: str | int) -> bytes:
    content = _paper()
    at = content
    for step in path[:-1]:
        at = at[step]
    del at[path[-1]]
    return json.dumps(content).encode()


REFUSED = [
    (b"", "The file is not JSON: line 1, column 1: Expecting value."),
    (b'{"variables": [\n1,]}', "The file is not JSON: line 2, column 3"),
    (b"\xff\xfe{}", "The file is not UTF-8 text: byte 0 cannot be read."),
    (b"[" * 100_000, "The file is nested too deeply."),
    (b"[]", "the file: must be an object, not a list."),
    (b"7", "the file: must be an object, not a number."),
    (b"{}", 'the file: "variables" is missing.'),
    (_without("targets"), 'the file: "targets" is missing.'),
    (_change("constraints", to={}), "constraints: must be a list, not an object."),
    (_change("variables", 1, to="OT"), "variables[1]: must be an object, not text."),
    (_change("variables", 1, to={}), 'variables[1]: "name" is missing.'),
    (_change("variables", 1, "name", to=3), "variables[1].name: must be text, not a number."),
    (_change("variables", 1, "name", to="EN.q1"), 'variables[1].name: "EN.q1" was named before.'),
    (
        _change("variables", 0, "lb", to=True),
        "variables[0].lb: must be a number or null, not true or false.",
    ),
    (
        _change("variables", 0, "ub", to="26"),
        "variables[0].ub: must be a number or null, not text.",
    ),
    (
        _change("variables", 0, "integer", to=1),
        "variables[0].integer: must be true or false, not a number.",
    ),
    (_change("constraints", 0, "terms", to=[]), "constraints[0].terms: must be an object, not a"),
    (
        _change("constraints", 0, "terms", to={"XX": 1}),
        'constraints[0].terms["XX"]: there is no variable of this name.',
    ),
    (
        _change("constraints", 0, "terms", "EN.q1", to=None),
        'constraints[0].terms["EN.q1"]: must be a number, not null.',
    ),
    (_without("constraints", 0, "terms"), 'constraints[0]: "terms" is missing.'),
    (
        _change("constraints", 0, to={"terms": {"EN.q1": 1}, "value": 6}),
        'constraints[0]: "lo" and "hi" are both missing; null says that an end is open.',
    ),
    (_change("constraints", 0, "source", to=7), "constraints[0].source: must be text"),
    (
        _change("constraints", 0, "hi", to=float("inf")),
        "constraints[0].hi: Infinity is not a number.",
    ),
    (_change("constraints", 0, "hi", to=float("nan")), "constraints[0].hi: NaN is not a number."),
    (_without("targets", 0, "protect"), 'targets[0]: "protect" is missing.'),
    (_without("targets", 1, "name"), 'targets[1]: "name" is missing.'),
    (
        _change("targets", 1, "protect", "kind", to="secret"),
        'targets[1].protect.kind: must be "width" or "other_side", not "secret".',
    ),
    (
        _change("targets", 1, "protect", "kind", to=["width"]),
        "targets[1].protect.kind: must be text, not a list.",
    ),
    (_without("targets", 0, "protect", "min_width"), 'targets[0].protect: "min_width" is missing.'),
    (_without("targets", 1, "protect", "m"), 'targets[1].protect: "m" is missing.'),
    (
        _change("targets", 0, "protect", "min_width", to=-1),
        "targets[0].protect.min_width: must not be negative.",
    ),
    (
        _change("targets", 1, "protect", "total", to="12"),
        "targets[1].protect.total: must be a number, not text.",
    ),
    (
        b'{"variables": [], "variables": []}',
        'the file: "variables" stands twice in the same object.',
    ),
    (
        b'{"variables": [], "constraints": [{"terms": {"a b": 1, "a b": 2}}]}',
        'constraints[0].terms: "a b" stands twice in the same object.',
    ),
    (b'{"variables": [{"a b": NaN}]}', 'variables[0]["a b"]: NaN is not a number.'),
    (b'{"variables": [{"lb": 1e200}]}', "variables[0].lb: a number has more than 100 digits."),
    (
        b'{"variables": [{"lb": ' + b"9" * 9_999 + b"}]}",
        "variables[0].lb: a number has more than 100 digits.",
    ),
]


@pytest.mark.parametrize(("data", "said"), REFUSED)
def test_f2_refused_with_the_place(data: bytes, said: str) -> None:
    with pytest.raises(Unusable) as refusal:
        read_question(data)
    sentence = str(refusal.value)
    assert sentence.startswith(said)
    assert sentence.endswith(".")
    assert len(sentence.splitlines()) == 1


def test_f2_long_names_are_told_shortly() -> None:
    data = _change("constraints", 0, "terms", to={"a\nb" * 900: 1})
    with pytest.raises(Unusable) as refusal:
        read_question(data)
    assert len(str(refusal.value)) < 200
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (("variables", 0), "Lb"),
        (("variables", 0), "upper"),
        (("variables", 0), "max"),
        (("variables", 0), "intger"),
        (("constraints", 0), "low"),
        (("constraints", 0), "lb"),
        (("constraints", 0), "term"),
        (("targets", 0, "protect"), "minwidth"),
        ((), "constraint"),
    ],
)
def test_f3_misspelt(path: tuple[str | int, ...], key: str) -> None:
    with pytest.raises(Unusable, match="is unknown"):
        read_question(_change(*path, key, to=4))


@pytest.mark.parametrize("path", [(), ("variables", 0), ("constraints", 0), ("targets", 0)])
def test_f3_comments_are_left_alone(path: tuple[str | int, ...]) -> None:
    for key in ("comment", "description", "note", "_", "expected", "title", "id", "label"):
        assert read_question(_change(*path, key, to={"anything": [True]})).targets


def test_f4_printed_outward() -> None:
    assert printable(Fraction(4, 2), "down") == 2
    assert isinstance(printable(Fraction(4, 2), "down"), int)
    assert printable(Fraction(1, 4), "up") == 0.25
    assert printable(Fraction(3, 10), "down") == printable(Fraction(3, 10), "up") == 0.3
    assert printable(Fraction(10**30 + 1), "up") == 10**30 + 1
    for value in (Fraction(1, 3), Fraction(-2, 3), Fraction(10**20, 7), Fraction(-1, 10**30 + 1)):
        low, high = printable(value, "down"), printable(value, "up")
        assert Fraction(repr(low)) < value < Fraction(repr(high))
        assert high - low <= abs(float(value)) * 1e-15


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["variables", "constraints", "targets", "name", "lb", "terms", "protect"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_f5_read_or_refused(content: Any) -> None:
    said = ""
    targets = -1
    try:
        targets = len(read_question(json.dumps(content).encode()).targets)
    except Unusable as refusal:
        said = str(refusal)
    assert said.endswith(".") if targets < 0 else targets == len(content["targets"])
