"""Answer sets for tests: every kind of question, and hypothesis strategies over them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from survey.core.bank.questionnaire import Questionnaire, build_questionnaire
from survey.core.bank.reading import read_bank
from survey.core.flow import list_questions
from survey.core.flow.questions import Question

BANK = read_bank()
EXTRA = ("rel_dis_01", "rel_dis_05", "ctx_cov_02", "str_acc_02", "ctx_spa_03", "rel_con_01")


def all_kinds() -> Questionnaire:
    """The yearly survey with items added, so that every kind of scale and condition is in it."""
    base = build_questionnaire(BANK, "annual", features=BANK.features)
    extra = tuple(BANK.items[name] for name in EXTRA)
    items = (*base.closed_items, *extra, *base.open_items)
    scales = {item.scale: BANK.scales[item.scale] for item in items}
    people = tuple(BANK.demographics.values())
    return replace(base, items=items, scales=scales, demographics=people)


ALL_KINDS = all_kinds()
QUESTIONS = {question.id: question for question in list_questions(ALL_KINDS)}

junk_texts = st.text(max_size=12) | st.sampled_from(["na", "pns", "1", "10", "yes", "other", "-1"])


def good_fields(question: Question) -> st.SearchStrategy[list[str]]:
    """Values of a form field that read_form accepts for a question."""
    if question.form == "text":
        return st.lists(st.text(max_size=question.max_chars // 2), min_size=1, max_size=1)
    alone = [*question.special, *(str(value) for value in question.values)]
    alone += [option.value for option in question.options]
    one = st.sampled_from(alone).map(lambda value: [value])
    together = [option.value for option in question.options if not option.exclusive]
    if question.form == "several":
        return one | st.lists(st.sampled_from(together), max_size=4)
    return one


good_forms = st.fixed_dictionaries(
    {}, optional={name: good_fields(question) for name, question in QUESTIONS.items()}
)
junk_forms = st.dictionaries(
    st.sampled_from(list(QUESTIONS)) | st.text(max_size=8),
    st.lists(junk_texts, max_size=3),
    max_size=12,
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | junk_texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(junk_texts, inner, max_size=3),
    max_leaves=6,
)
junk_envelopes = st.dictionaries(
    st.sampled_from(list(QUESTIONS)) | st.text(max_size=8), json_values, max_size=12
)
