"""Questionnaires, a community's own questions, and translations."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

QUESTIONNAIRES: Final[dict[str, LazyString]] = {
    # Questionnaires
    "no_such_questionnaire": _l("There is no such questionnaire, or you may not see it."),
    "no_such_organization": _l("There is no such organization, or you may not see it."),
    "unknown_demographic": _l("One of the questions about the person is not in the bank any more."),
    "content_unreadable": _l(
        "This questionnaire was stored by another version of Porchlight and cannot be read."
    ),
    "unknown_template": _l("There is no such ready-made questionnaire."),
    "unknown_item": _l("One of the questions is not in the bank any more. Look again, then save."),
    "core_item_locked": _l(
        "One of the ten core questions was left out. They stay in, so that waves can be compared."
    ),
    "own_item_in_index": _l("A score is made of the bank’s questions only."),
    "not_in_rotation": _l("One of the extra questions does not belong to this questionnaire."),
    "too_many_rotating": _l("Choose at most %(slots)s extra questions."),
    # A community's own questions
    "no_such_own_question": _l("There is no such question, or you may not see it."),
    "unknown_own_question": _l(
        "One of this community’s own questions is not asked any more. Look again, then save."
    ),
    "own_incomplete": _l("Something is missing here. Look at each field, then save again."),
    "own_findings": _l("Look at what stands beside the fields: change it, or say why it stays."),
    "own_published": _l(
        "A published questionnaire asks this question, so its words never change. "
        "Keep what you wrote as a new question."
    ),
    "own_changed": _l(
        "Somebody changed this question meanwhile. Look at it again, then save. "
        "What you typed is still here."
    ),
    "own_leads_on": _l(
        "“%(question)s” is asked only of people who gave certain answers to this question. "
        "Change that one first, or do not offer it any more."
    ),
    "own_leading_retired": _l(
        "This is asked only of people who answered another question, which is not offered any "
        "more. Offer that one again first, or copy this one to a new question."
    ),
    "own_without_leading": _l(
        "“%(question)s” is asked only of people who answered “%(leading)s”, which is not asked "
        "here. Ask that one, too, or leave this one out."
    ),
    "own_one_in_words": _l(
        "Choose at most one question of this community’s own that people answer in their own "
        "words: a person reads every answer."
    ),
    "own_kind_chosen": _l(
        "A questionnaire asks this question already. Take it out there first: there can be only "
        "one that people answer in their own words. Or keep what you wrote as a new question."
    ),
    "own_not_translated": _l(
        "%(language)s: this community’s own questions are not all translated. "
        "Missing: %(questions)s. Translate them first, or take this language away."
    ),
    # Translations
    "wording_empty": _l("A translation is empty. Write one, or put back what stood there."),
    "wording_too_long": _l("A translation is too long. Write at most 2,000 letters."),
    "wording_markup": _l("A translation has < or > in it. Write plain words without markup."),
    "wording_braces": _l(
        "A translation does not have the same words in {braces} as the English. Copy them exactly."
    ),
    "wording_alike": _l(
        "Two answers of one question would read the same, so that nobody could tell them apart."
    ),
    "wording_changed": _l(
        "Somebody changed this wording meanwhile. Look at it again, then decide. "
        "What you typed is still here."
    ),
    "wording_of_other_source": _l("The English of this text is another one by now."),
    "unknown_wording": _l("There is no such text in the question bank."),
    "unknown_unit": _l("There is no such text in the question bank."),
    "language_not_reviewed": _l("Review every text first. Then say that the language was tested."),
    "file_empty": _l("The file is empty. Choose a PO or XLIFF file."),
    "file_too_large": _l("The file is too large. A file of translations has less than 900 kB."),
    "file_unreadable": _l(
        "This is no PO or XLIFF file that can be read. Export one here and translate in it."
    ),
}
