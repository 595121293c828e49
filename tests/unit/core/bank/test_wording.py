"""Every text is translated once, under a key that never changes.

1. Keys are unique; they have the forms that the catalogues use.
2. The special answers have one key each, not one for each question.
3. A questionnaire's texts are among the bank's, word for word, and hold all that it shows.
4. Items carry their translator's note.
"""

from __future__ import annotations

from survey.core.bank.model import Bank
from survey.core.bank.questionnaire import build_questionnaire
from survey.core.bank.wording import Wording, group_key, option_key, wording_keys


def test_keys(bank: Bank) -> None:
    """1."""
    found = {wording.key: wording.source for wording in wording_keys(bank)}
    assert len(found) == len(wording_keys(bank))
    assert all(found.values())
    expected = {
        "per_bel_01": "How much does this community feel like it is yours too?",
        "rel_bri_01.hint": "Not like you can mean race, money, age, or type of housing.",
        "per_saf_04.meaning": "Guards are the people paid to watch this place, or the police.",
        "per_saf_04.why": "No one should be afraid of the guards in their own home.",
        "construct.belonging": "Belonging",
        "construct.voice.why": "The people who live here should be heard.",
        "level.perceptual": "Feeling at home",
        "scale.extent5.4": "Quite a lot",
        "scale.spaces_multi.gym": "Gym",
        "scale.yesno.no": "No",
        "scale.ladder11.0": "The worst life for me",
        "scale.ladder11.10": "The best life for me",
        "dem_ten": "Which is most like your housing?",
        "dem_ten.voucher": "We rent with a voucher",
        "dem_ten:full_price": "Own, or pay the full price",
        "dem_kid.yes": "Yes",
        "index.belonging": "Belonging",
        "template.pulse_core": "Pulse check-in",
        "consent.start": "Start the survey",
        "label.pns": "I would rather not say",
        "label.na": "This does not apply to me",
        "here": bank.here_means,
    }
    assert {key: found.get(key) for key in expected} == expected


def test_special_answers(bank: Bank) -> None:
    """2."""
    keys = {wording.key for wording in wording_keys(bank)}
    assert not {key for key in keys if key.endswith((".pns", ".na"))} - {"label.pns", "label.na"}
    assert option_key("dem_ten", "pns") == option_key("scale.extent5", "pns") == "label.pns"
    assert option_key("scale.extent5", 4) == "scale.extent5.4"
    assert group_key("dem_ten", "full_price") == "dem_ten:full_price"


def test_questionnaires(bank: Bank) -> None:
    """3."""
    whole = set(wording_keys(bank))
    for template in bank.templates:
        built = build_questionnaire(bank, template, features=bank.features)
        part = wording_keys(built)
        assert set(part) < whole
        keys = {wording.key for wording in part}
        for item in built.items:
            scale = built.scale_of(item)
            points = [point.value for point in (*scale.points, *scale.end_labels)]
            options = [option.value for option in scale.options]
            owner = f"scale.{scale.id}"
            shown = {item.id, f"construct.{item.construct}.why"}
            shown |= {option_key(owner, value) for value in points}
            shown |= {option_key(owner, value) for value in options}
            assert shown <= keys
        for asked in built.demographics:
            assert {option_key(asked.id, option.value) for option in asked.options} <= keys


def test_notes(bank: Bank) -> None:
    """4."""
    note = "Talk means more than hello."
    text = bank.items["rel_bri_01"].text
    assert Wording("rel_bri_01", text, note) in wording_keys(bank)
