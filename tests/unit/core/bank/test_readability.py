"""Reading grades and recall periods are found in plain text.

1. Words, sentences and syllables are counted as a reader would.
2. The grade follows the formula by hand; a text without words has none.
3. Recall periods are found in their usual forms, and nothing else is taken for one.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.core.bank.readability import (
    count_sentences,
    count_syllables,
    list_words,
    reading_grade,
)
from survey.core.bank.recall import find_period


@pytest.mark.parametrize(
    ("text", "words", "sentences"),
    [
        ("", 0, 1),
        ("...", 0, 1),
        ("What is going well here?", 5, 1),
        ("In danger now? Call 911.", 5, 2),
        ("It's the well-being of 6 people", 7, 1),
        ('He said "Go." She went.', 5, 2),
        ("In 2.5 years", 4, 1),
    ],
)
def test_counts(text: str, words: int, sentences: int) -> None:
    """1."""
    assert (len(list_words(text)), count_sentences(text)) == (words, sentences)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("you", 1), ("neighbor", 2), ("community", 4), ("Residents", 3), ("here", 1), ("10", 1)],
)
def test_syllables(word: str, syllables: int) -> None:
    """1."""
    assert count_syllables(word) == syllables


def test_grade() -> None:
    """2: 9 words, 1 sentence, 9 syllables: 0.39 * 9 + 11.8 - 15.59 = -0.28."""
    assert reading_grade("How much do you trust the folks you know?") == -0.3
    assert reading_grade("How well do the different groups of residents get along here?") == 4.8
    assert reading_grade("- -") == 0.0


@given(st.text())
@settings(deadline=None)
def test_any_text_has_a_grade(text: str) -> None:
    """2."""
    assert isinstance(reading_grade(text), float)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("In the past month, which did you use?", "1 month"),
        ("In the past 6 months, how often", "6 months"),
        ("In the past 2 weeks, how often", "2 weeks"),
        ("In the past year, did you", "1 year"),
        ("Think back one year.", "1 year"),
        ("in the last 1 year", "1 year"),
        ("two years from now", None),
        ("after the last survey", None),
        ("gone for a week", None),
    ],
)
def test_periods(text: str, period: str | None) -> None:
    """3."""
    assert find_period(text) == period
