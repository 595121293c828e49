"""Facts that stay: what two nearly complete waves of a place tell of those who moved in between.

A community's own question with a list of answers may ask for something that a person answers alike
each time: a car, a child, a dog. Where nearly everybody is known to have answered twice, the second
count less the first is that of the few who came less the few who went, however many live there.
Scales ask what people think, which moves; the bank's lists ask about a period.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from survey.core.bank.model import is_own
from survey.core.disclosure.rules import NEAR_COMPLETE_PERCENT

Document = Mapping[str, Any]

LISTS: Final = ("choice", "several")


def told_before(
    header: Document, own: Collection[str], earlier: Sequence[Document]
) -> frozenset[str]:
    """Which of these own questions a nearly complete release of another wave has told as a list.

    `header`: of the candidate; `own`: ids of the questions that it asks; `earlier`: documents of
    schema 2, of any kind of wave. A question is the same by its id, or by its words in some
    language. Two waves that ask who moves in are of others each time. One of these and one of
    everybody need not be: where all have moved in within the year they differ by a few.
    """
    of_all = header["wave"].get("kind") is None
    told = [
        (document["wording"], item["id"])
        for document in earlier
        if document["wave"]["id"] != header["wave"]["id"]
        and (of_all or document["wave"].get("kind") is None)
        for item in _lists_of(document)
    ]
    names = {name for _wording, name in told}
    words = {said for wording, name in told for said in _words(wording, name)}
    return frozenset(
        name
        for name in own
        if name in names or not words.isdisjoint(_words(header["wording"], name))
    )


def _lists_of(document: Document) -> Iterator[Document]:
    """The own lists that a release shows, if nearly everybody is known to have answered."""
    if document["response"]["rate"] == f"{NEAR_COMPLETE_PERCENT}+":
        for item in document["items"]:
            if is_own(item["id"]) and item["kind"] in LISTS and item["state"] == "shown":
                yield item


def _words(wording: Mapping[str, Mapping[str, str]], name: str) -> Iterator[tuple[str, str]]:
    """What a question says, by language, as somebody reads it."""
    for language, texts in wording.items():
        if name in texts:
            yield language, " ".join(texts[name].casefold().split())
