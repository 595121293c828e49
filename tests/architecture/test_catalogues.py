"""The catalogue check finds what a reader of another language would stumble over.

C1  A missing or empty translation, in plural forms as well.
C2  A fuzzy one.
C3  Placeholders that are lost, new or misspelt; a per cent sign that is not doubled.
C4  The wrong number of plural forms.
C5  English left standing, unless it is allowed or has no words.
C6  An entry that nothing uses.
C7  Contexts keep equal sources apart; outside of `needed` nothing is missing.
C8  Updating keeps what was translated, adds what is new and drops what is gone.
C9  Extraction finds messages in Python and in templates, with their comments.
C10 The wording that must be translated is that of the ready-made questionnaires.
C11 The plural rules of the catalogues are the CLDR's, for every language of Porchlight.
C12 What only staff read stands apart; what residents read as well stands in `messages` alone.
C13 Two answers of one scale that read the same in a language.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from survey.core.bank.reading import read_bank
from survey.web.catalogues import (
    PLURAL_RULES,
    Fault,
    UnreadableTemplate,
    bank_messages,
    extract_messages,
    faults,
    follows_cldr,
    label_faults,
    needed_wording,
    read_allowlist,
    updated,
    use_cldr_rule,
)

HELLO = "Hello, %(name)s"
HOMES = ("%(num)s home", "%(num)s homes")


def catalogue(
    entries: dict[str | tuple[str, str], str | tuple[str, ...]], locale: str | None = None
) -> Catalog:
    """Return a catalogue of these sources and their translations, none fuzzy."""
    made = Catalog(locale=locale, fuzzy=False)
    use_cldr_rule(made)
    for source, string in entries.items():
        made.add(source, string)
    return made


def codes(template: Catalog, translated: Catalog, **options: set[str]) -> list[str]:
    return [fault.code for fault in faults(template, translated, **options)]


def test_a_good_catalogue_has_no_fault() -> None:
    template = catalogue({HELLO: "", HOMES: ("", ""), "%(low)s–%(high)s": ""})
    spanish = catalogue(
        {
            HELLO: "Hola, %(name)s",
            HOMES: ("una vivienda", "%(num)s de viviendas", "%(num)s viviendas"),
            "%(low)s–%(high)s": "%(low)s–%(high)s",
        },
        "es",
    )
    assert codes(template, spanish) == []


def test_missing() -> None:
    """C1"""
    template = catalogue({HELLO: ""})
    assert codes(template, catalogue({}, "es")) == ["missing"]
    assert codes(template, catalogue({HELLO: ""}, "es")) == ["missing"]


def test_missing_plural_form() -> None:
    """C1"""
    forms = ("بيت", "بيتان", "", "%(num)s بيتا", "%(num)s بيت", "%(num)s بيت")
    assert codes(catalogue({HOMES: ("", "")}), catalogue({HOMES: forms}, "ar")) == ["missing"]


def test_fuzzy() -> None:
    """C2"""
    spanish = catalogue({HELLO: "Hola, %(name)s"}, "es")
    spanish.get(HELLO).flags.add("fuzzy")  # type: ignore[union-attr]
    assert codes(catalogue({HELLO: ""}), spanish) == ["fuzzy"]


@pytest.mark.parametrize(
    ("source", "string"),
    [
        (HELLO, "Hola"),
        (HELLO, "Hola, %(nombre)s"),
        (HELLO, "Hola, %(name)s %(name2)s"),
        ("%(share)s%% of %(all)s", "%(share)s% de %(all)s"),
        ("Ask {runner}.", "Pregunte a {gestor}."),
    ],
)
def test_placeholders(source: str, string: str) -> None:
    """C3"""
    template, spanish = catalogue({source: ""}), catalogue({source: string}, "es")
    assert codes(template, spanish) == ["other placeholders"]


def test_a_plural_form_may_leave_the_number_out_but_not_the_last() -> None:
    """C3"""
    template = catalogue({HOMES: ("", "")})
    said = ("ما من بيت", "بيت", "بيتان", "%(num)s بيوت", "%(num)s بيتا", "%(num)s بيت")
    assert codes(template, catalogue({HOMES: said}, "ar")) == []
    unsaid = (*said[:-1], "بيوت")
    assert codes(template, catalogue({HOMES: unsaid}, "ar")) == ["other placeholders"]


def test_plural_forms() -> None:
    """C4"""
    arabic = catalogue({HOMES: ("بيت", "%(num)s بيت")}, "ar")
    assert codes(catalogue({HOMES: ("", "")}), arabic) == ["wrong number of plural forms"]


def test_same_as_english() -> None:
    """C5"""
    template, spanish = (
        catalogue({"No": "", "1 – 5": ""}),
        catalogue({"No": "No", "1 – 5": "1 – 5"}),
    )
    assert codes(template, spanish) == ["same as English"]
    assert codes(template, spanish, same_as_english={"No"}) == []


def test_the_allowlist_asks_for_reasons() -> None:
    """C5"""
    table = {"es": {"No": "the same word"}, "ar": {"No": " "}}
    assert read_allowlist(table, "es") == {"No"}
    assert read_allowlist(table, "zh_Hans") == frozenset()
    with pytest.raises(ValueError, match="'No' may stay English in 'ar', but why"):
        read_allowlist(table, "ar")


def test_unused() -> None:
    """C6"""
    spanish = catalogue({HELLO: "Hola, %(name)s", "Old": "Viejo"}, "es")
    assert list(faults(catalogue({HELLO: ""}), spanish)) == [Fault("not used any more", "Old")]


def test_contexts() -> None:
    """C7"""
    template, spanish = catalogue({}), catalogue({}, "es")
    for key in ("scale.agree5.1", "scale.extent5.1", "ctx_new_01"):
        template.add("Not at all", context=key)
    spanish.add("Not at all", "Nada", context="scale.agree5.1")
    missing = [Fault("missing", "Not at all", "scale.extent5.1")]
    needed = {"scale.agree5.1", "scale.extent5.1"}
    assert list(faults(template, spanish, needed=needed)) == missing


def test_updating() -> None:
    """C8"""
    template = catalogue({HELLO: "", "New": ""})
    spanish = updated(template, catalogue({HELLO: "Hola, %(name)s", "Old": "Viejo"}, "es"))
    assert {message.id: message.string for message in spanish if message.id} == {
        HELLO: "Hola, %(name)s",
        "New": "",
    }
    assert codes(template, spanish) == ["missing"]


def test_extraction(tmp_path: Path) -> None:
    """C9"""
    templates = tmp_path / "survey" / "templates"
    templates.mkdir(parents=True)
    (tmp_path / "forms").mkdir()
    page = """
        {# Translators: a greeting #}
        {{ _("Hello, %(name)s", name=name) }}
        {% trans trimmed num=homes %}
            %(num)s home
        {% pluralize %}
            {{ num }} homes
        {% endtrans %}"""
    (templates / "page.html").write_text(page.replace("%(num)s home", "{{ num }} home"))
    (tmp_path / "forms" / "respond.py").write_text('label = _l("E-mail")\n')
    found = extract_messages(tmp_path)["messages"]
    assert {message.id for message in found if message.id} == {HELLO, HOMES, "E-mail"}
    greeting = found.get(HELLO)
    assert greeting is not None
    assert greeting.auto_comments == ["a greeting"]


def test_a_broken_template_is_named(tmp_path: Path) -> None:
    """C9"""
    (tmp_path / "forms").mkdir()
    templates = tmp_path / "survey" / "templates"
    templates.mkdir(parents=True)
    (templates / "page.html").write_text("<p>\n{{ _('one' }}</p>")
    with pytest.raises(UnreadableTemplate, match=r"^survey/templates/page\.html:2: "):
        extract_messages(tmp_path)


def test_staff_messages_stand_apart(tmp_path: Path) -> None:
    """C12"""
    (tmp_path / "survey" / "accounts").mkdir(parents=True)
    (tmp_path / "forms").mkdir()
    (tmp_path / "survey" / "accounts" / "menu.py").write_text('_("Sign out"), _("Next")\n')
    (tmp_path / "forms" / "respond.py").write_text('_("Next")\n')
    found = extract_messages(tmp_path)
    assert {message.id for message in found["staff"] if message.id} == {"Sign out"}
    assert {message.id for message in found["messages"] if message.id} == {"Next"}


@pytest.mark.parametrize("locale", sorted(PLURAL_RULES))
def test_plural_rules_are_the_cldrs(locale: str) -> None:
    """C11"""
    template = catalogue({HOMES: ("", "")})
    assert follows_cldr(updated(template, catalogue({}, locale)))


def test_another_plural_rule_is_found() -> None:
    """C11"""
    spanish = catalogue({}, "es")
    spanish.mime_headers = [("Plural-Forms", "nplurals=2; plural=n != 1;")]
    assert codes(catalogue({}), spanish) == ["other plural rule than the Unicode CLDR has"]


def test_needed_wording() -> None:
    """C10"""
    bank = read_bank()
    everything = {message.context for message in bank_messages(bank) if message.id}
    needed = needed_wording(bank)
    assert needed < everything
    asked = {item for template in bank.templates.values() for item in template.items}
    assert asked <= needed
    assert {key for key in everything if key and key.startswith("consent.")} <= needed
    not_asked = [item for item in bank.items if item not in needed]
    assert not_asked
    assert not asked & set(not_asked)


def test_answers_that_read_the_same() -> None:
    """C13"""
    made = Catalog(locale="es", fuzzy=False)
    entries = [
        ("scale.often.1", "Never", "Nunca"),
        ("scale.often.2", "Rarely", "nunca"),
        ("scale.often.3", "Often", ""),
        ("scale.other.1", "Never", "Nunca"),
        ("rel_eas_01", "Never?", "Nunca"),
    ]
    for key, source, text in entries:
        made.add(source, text, context=key)
    assert [str(fault) for fault in label_faults(made)] == [
        "reads the same as another answer [scale.often.2]: 'Rarely'"
    ]
