"""What the bank's lint finds, in words for people who write a question of their own."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from survey.core.bank.findings import Finding

FIELD_OF = {
    "missing_recall": "text",
    "recall_differs": "text",
    "missing_translator_note": "translator_note",
    "missing_meaning": "meaning",
    "missing_why": "why",
    "self_condition": "after",
    "unknown_reference": "after",
    "condition_later": "after",
    "condition_operator": "after_answers",
    "condition_value": "after_answers",
    "condition_everybody": "after_answers",
}
"""The field beside which a finding stands; where there is none, its parameter `what` names it."""


def by_field(findings: Iterable[Finding]) -> dict[str, list[str]]:
    """Return the sentences for each field of the form, in the order in which they were found."""
    said: dict[str, list[str]] = {}
    for finding in findings:
        named = FIELD_OF.get(finding.code)
        name = named if named is not None else str(finding.params["what"])
        said.setdefault(name, []).append(sentence_of(finding))
    return said


def sentence_of(finding: Finding) -> str:
    """Return what is found and what to do, in one or two sentences."""
    sentences = {
        "reading_grade": _(
            "This is hard to read: school grade %(grade)s, and grade %(limit)s is the most that "
            "everybody can read. Use shorter words and sentences."
        ),
        "too_many_words": _(
            "This has %(words)s words; at most %(limit)s are easy to take in. Say it in fewer."
        ),
        "double_barrelled": _(
            "“%(word)s” may ask two things at once, so that nobody knows which one was answered. "
            "Ask one thing."
        ),
        "missing_recall": _(
            "These answers say how often. Begin with a span of time, such as “In the past month”."
        ),
        "recall_differs": _(
            "These answers are about %(of_scale)s, but the question says %(recall)s. Say the same "
            "span of time, or choose other answers."
        ),
        "asks_for_person": _(
            "“%(word)s” asks for a name, a home or a number. Everybody may read these answers: "
            "ask for nothing that tells who somebody is."
        ),
        "two_questions": _(
            "This asks more than one thing, so that nobody knows which one was answered. Use one "
            "question mark."
        ),
        "placeholder_in_text": _(
            "Words in {braces} cannot be filled in here, nor translated. Write the words "
            "themselves."
        ),
        "missing_translator_note": _(
            "Write a note for translators: what a word means here, or what must not be lost."
        ),
        "missing_meaning": _(
            "A sensitive question needs a sentence on what is meant, which people can unfold."
        ),
        "missing_why": _("Write in one short sentence why this is asked: residents can read it."),
    }
    sentences |= _of_conditions()
    params = {name: str(value) for name, value in finding.params.items()}
    return sentences[finding.code] % params


def _of_conditions() -> dict[str, str]:
    """Return what can be wrong with whom a question is asked of."""
    gone = _("Choose a question that is still offered, or ask everybody.")
    later = _(
        "That question comes after this one: questions stand by their heading, and of one heading "
        "the older first. Choose one that comes earlier."
    )
    answers = _("These are not answers to that question any more. Tick them again.")
    return {
        "self_condition": later,
        "unknown_reference": gone,
        "condition_later": later,
        "condition_operator": answers,
        "condition_value": answers,
        "condition_everybody": _("Leave at least one answer out: else everybody is asked."),
    }
