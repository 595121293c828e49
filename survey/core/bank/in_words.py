"""The lint of questions that people answer in their own words.

Whoever asks for a name, a home or a number gets one, in an answer that is shown to everybody once
a person has read it. So no reason outweighs what is found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from survey.core.bank.findings import Finding, Place

_WHOSE: Final = r"(?:your|his|her|their|its|the|whose|neighbou?r[’']?s[’']?)"
_HOME: Final = r"(?:unit|apartment|apt|flat|room|home|house|door|floor|building|street)"
_REACHED_BY: Final = r"(?:phone|telephone|mobile|cell|e-?mail)"
_PERSON: Final = r"(?:person|people|neighbou?rs?|residents?|tenants?|managers?|staff|child(?:ren)?)"

_ASKS_FOR_PERSON: Final = re.compile(
    rf"""
    ^\W*who(?:m|se)?\b                                       # Who helped you?
    | [.?!]\s+who(?:m|se)?\b
    | \bwhich\s+(?:{_HOME}|{_PERSON})\b                      # Which neighbor ...?
    | \bwhat\s+{_HOME}\s+(?:do|are|is)\b
    | \b{_WHOSE}\s+(?:(?:first|last|full|family)\s+)?names?\b
    | \bnames?\s+(?:of|and)\b
    | \bname\s+(?:a|an|the|any|one|your)\s+{_PERSON}\b
    | \b(?:{_HOME}|{_REACHED_BY})\s+(?:numbers?|no\.)
    | \bnumbers?\s+of\s+{_WHOSE}\s+(?:{_HOME}|{_REACHED_BY})\b
    | \b{_WHOSE}\s+(?:e-?mail|(?:home\s+|street\s+)?address)\b
    | \b(?:reach|call|contact|e-?mail|phone|text)\s+you\b      # How can we reach you?
    | \bcontact\s+details?\b
    | \bwhere\s+(?:exactly\s+)?do\s+(?:you|they)\s+live\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def lint_open(texts: Mapping[str, str], place: Place) -> Iterator[Finding]:
    """What is wrong with an open question's texts, beside what is of every question."""
    for what in ("text", "hint", "meaning"):
        if asked := _ASKS_FOR_PERSON.search(texts.get(what, "")):
            yield Finding(place, "asks_for_person", {"what": what, "word": asked[0].strip(" .?!")})
    marks = texts["text"].count("?")
    if marks > 1:
        yield Finding(place, "two_questions", {"what": "text", "marks": marks})
