"""What can be wrong with the bank's files, and where: a place, a code, a sentence for editors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from survey.core.errors import SurveyError

SENTENCES: Final = {
    # The files themselves
    "missing_file": "This file is not there.",
    "not_text": "The file is not UTF-8 text.",
    "broken_yaml": "The YAML cannot be read: {detail}.",
    "unsupported_yaml": "Anchors and aliases are not used here. Write the value out.",
    "wrong_type": '"{what}" should be {wanted}, not {found}.',
    "not_quoted": '"{what}" is read as true or false. Put it in quotes.',
    "empty": '"{what}" is empty.',
    "unknown_key": 'The key "{key}" means nothing here. Known keys: {known}.',
    "missing_key": 'The key "{key}" is missing.',
    "duplicate_key": '"{key}" is there twice. The first is on line {first}.',
    "duplicate_id": '"{id}" is already the name of something in {first}.',
    "reserved_id": '"{id}" is kept for questions that organizations add ("own", "own_...").',
    "bad_id": '"{id}" is not an id: small letters, digits and _ only, a letter first.',
    "not_one_of": '"{what}" is "{found}", but should be one of: {known}.',
    "out_of_range": '"{what}" is {found}, but should be between {low} and {high}.',
    # How the parts fit together
    "unknown_reference": '"{what}" names "{id}", which is not in the bank.',
    "reserved_option": 'An option cannot be called "{id}": that is a special answer.',
    "duplicate_value": '"{what}" holds "{value}" twice.',
    "scale_needs": 'A scale of kind "{kind}" needs "{key}".',
    "scale_has_no": 'A scale of kind "{kind}" has no "{key}".',
    "points_not_ascending": "The points' values do not rise one by one.",
    "not_a_value": '"{what}" holds {value}, which is not an answer of the scale.',
    "self_condition": "The item's show_if looks at the item itself.",
    "condition_operator": '"{op}" cannot be used with "{id}", whose scale is {kind}.',
    "condition_value": '{value} is not an answer to "{id}".',
    "condition_everybody": 'show_if names every answer to "{id}".',
    "condition_later": 'show_if looks at "{id}", which is asked later.',
    "level_differs": 'The level is "{level}", but "{id}" is of the level "{other}".',
    "mixed_directions": "Some items say more = better, others more = worse: {reversed}.",
    "wrong_direction": 'The direction is "{direction}", but the items say otherwise.',
    "not_scorable": '"{id}" has no number to score.',
    "core_set_differs": "The core items and the pulse_* indices differ in: {ids}.",
    "core_not_asked": 'The core item "{id}" is in no questionnaire.',
    "wrong_section": '"{id}" is {found} text, and cannot stand under "{section}".',
    "group_overlap": 'The option "{option}" is in two groups.',
    "too_few_groups": "One group is no breakdown: give two or more, or none.",
    "unknown_placeholder": "{{{name}}} is not a placeholder that is filled in here.",
    "too_many_slots": "{slots} slots, but only {items} items in the pools.",
    # How it is worded
    "reading_grade": "{what}: the reading grade is {grade}; at most {limit}.",
    "too_many_words": "{what}: {words} words; at most {limit}.",
    "double_barrelled": '{what}: "{word}" may ask two things at once.',
    "missing_recall": "Counts events, but does not say over which time. Add recall and say it.",
    "recall_not_said": 'recall is "{recall}", but the question does not say so.',
    "recall_not_declared": 'The question says "{said}", but there is no recall key.',
    "recall_differs": 'recall is "{recall}", but the scale {scale} asks about {of_scale}.',
    "asks_for_person": '{what}: "{word}" asks for somebody\'s name, home or number.',
    "two_questions": "{what}: {marks} question marks; an open question asks one thing.",
    "placeholder_in_text": "{what}: a {{placeholder}} cannot be translated inside a question.",
    "missing_translator_note": "There is no translator_note.",
    "missing_why": 'A sensitive item needs its own "why".',
    "missing_meaning": 'A sensitive item needs a "meaning".',
    "minutes_too_low": "States {stated} minutes, but about {estimate} are needed.",
    "minutes_too_high": "States {stated} minutes, but only about {estimate} are needed.",
    "unused": '"{id}" is used by nothing.',
    "unknown_allowance": 'lint_allow names "{code}", which the lint does not know.',
    "needless_allowance": 'lint_allow names "{code}", but there is nothing to allow.',
}
"""A sentence for each code, for those who edit the bank (never shown to residents)."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file of the bank; the file's name is relative to the bank's folder."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where."""

    place: Place
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The finding in words, for those who edit the bank."""
        return SENTENCES[self.code].format(**self.params)

    def __str__(self) -> str:
        return f"{self.place}: {self.code}: {self.sentence}"


class BankError(SurveyError):
    """The bank's files cannot be used. `problems` holds every finding, in order of place."""

    def __init__(self, problems: Iterable[Finding]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: (one.place, one.code)))
        super().__init__("input", "bank_broken", problems=len(self.problems))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
