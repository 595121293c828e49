"""What to tell a person about an error: a clear sentence for each code that rules raise.

Keys are the codes of SurveyError; the params of the error fill the placeholders. Whatever has no
sentence of its own gets the one of its kind. What residents and the public can meet stands in
`public_sentences.py`, since it is translated into more languages; the rest in `staff_sentences/`.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from flask_babel import format_date
from flask_babel.speaklater import LazyString

from survey.core.errors import SurveyError
from survey.web.public_sentences import KIND_SENTENCES, PUBLIC_SENTENCES
from survey.web.staff_sentences.communities import COMMUNITIES
from survey.web.staff_sentences.fieldwork import FIELDWORK
from survey.web.staff_sentences.homes import HOMES
from survey.web.staff_sentences.questionnaires import QUESTIONNAIRES
from survey.web.staff_sentences.results import RESULTS
from survey.web.staff_sentences.waves import WAVES

SENTENCES: Final[dict[str, LazyString]] = {
    **COMMUNITIES,
    **HOMES,
    **QUESTIONNAIRES,
    **WAVES,
    **FIELDWORK,
    **RESULTS,
}


def sentence_for(error: SurveyError) -> str:
    """Return what to tell the person who met an error, in the language of the page.

    A day among the error's params is written out in words.
    """
    sentence = SENTENCES.get(error.code) or PUBLIC_SENTENCES.get(error.code)
    if sentence is None:
        return str(KIND_SENTENCES[error.kind])
    told = {
        name: format_date(value, "long") if isinstance(value, date) else value
        for name, value in error.params.items()
    }
    return str(sentence) % told if told else str(sentence)
