"""Translation catalogues: what must be translated, and whether a language's catalogue is in order.

Three domains: `messages` holds what residents and the public read, `staff` what only people who
sign in read (both extracted from Python and Jinja), `bank` the wording of questions (one entry for
each wording key, which is the entry's context). English is the source and has no catalogue.
Everything here works on Babel's catalogues; the command reads the files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from jinja2 import TemplateSyntaxError

from survey.core.bank.model import Bank
from survey.core.bank.review import find_labels_alike
from survey.core.bank.wording import wording_keys

PLACEHOLDER = re.compile(r"%\(\w+\)[a-zA-Z]|%%|%|\{\w+\}")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
STAFF_SOURCES = re.compile(
    r"forms/(accounts|api_keys|comments|communities|fields|homes|letters|messages)\.py"
    r"|forms/(own_questions|paper|plans|questionnaires|results|studies|validators|waves)\.py"
    r"|survey/(accounts|api|communities|homes|plans|questionnaires|studies)/"
    r"|survey/(results/(views|redacting|redacting_page)|reports/staff_pages|web/hindrances)\.py"
    r"|survey/web/staff_sentences/"
    r"|survey/letters/views/"
    r"|survey/messages/(staff_words|views/\w+)\.py"
    r"|survey/templates/messages/(cost|list_waves|mailing|preview|show)\.html"
    r"|survey/waves/(advice|agreement|expected|launch_choices|launch_folds)\.py"
    r"|survey/waves/views/(extend|launch|letters_due|monitor|show|standing|tighten)\.py"
    r"|survey/responses/views/preview\.py"
    r"|survey/responses/paper/(keying_words|page|views/\w+)\.py"
    r"|survey/templates/(accounts|api|comments|communities|homes|letters|plans)/"
    r"|survey/templates/paper/(begin|list_waves|print_sheets|sheet)\.html"
    r"|survey/templates/questionnaires/"
    r"|survey/templates/reports/(list_releases|preparing|show_release|show_release_downloads)\.html"
    r"|survey/templates/(portfolio|studies)/"
    r"|survey/templates/waves/(parts/|(already_open|launch|recovery_sheet|show)\.html)"
    r"|survey/templates/components/(bank_entry|draft_question|form_problems|own_entry|standing|stratum_row)"
    r"|survey/templates/layouts/staff\.html"
)
"""The files whose sentences only staff read. A file that is in no list counts as a resident's."""

_ONE_UP_TO_ONE = "n == 0 || n == 1 ? 0 : n % 1000000 == 0 ? 1 : 2"
PLURAL_RULES = {
    "am": "n > 1",
    "ar": "n == 0 ? 0 : n == 1 ? 1 : n == 2 ? 2"
    " : n % 100 >= 3 && n % 100 <= 10 ? 3 : n % 100 >= 11 ? 4 : 5",
    "es": "n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2",
    "fa": "n > 1",
    "fil": "n > 3 && (n % 10 == 4 || n % 10 == 6 || n % 10 == 9)",
    "fr": _ONE_UP_TO_ONE,
    "ht": _ONE_UP_TO_ONE,
    "ko": "0",
    "pt_BR": _ONE_UP_TO_ONE,
    "ru": "n % 10 == 1 && n % 100 != 11 ? 0"
    " : n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : 2",
    "so": "n != 1",
    "vi": "0",
    "zh_Hans": "0",
    "zh_Hant": "0",
}
"""The CLDR's rules for whole numbers, by locale, as gettext writes them. Babel's own defaults are
older, and its conversion of the CLDR's rules uses operands that gettext does not know."""

CLDR_FORMS = ("zero", "one", "two", "few", "many", "other")
COUNTS_TRIED = (*range(250), 1000, 1001, 1011, 10_000, 1_000_000, 1_000_001, 2_000_000)

REVIEW_STATE = "# Not yet reviewed by a fluent person."
JINJA_OPTIONS = {"silent": "false", "trimmed": "true", "trim_blocks": "true"}


class UnreadableTemplate(ValueError):
    """A template with an error in its syntax; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not in order: `code` says what, `text` is the English source."""

    code: str
    text: str
    context: str | None = None

    def __str__(self) -> str:
        where = f" [{self.context}]" if self.context else ""
        return f"{self.code}{where}: {self.text!r}"


def extract_messages(root: Path) -> dict[str, Catalog]:
    """Return every message of the interface below `root`'s survey/ and forms/, by domain.

    What residents read and staff as well stands in `messages` alone. Raises UnreadableTemplate.
    """
    domains = {"messages": _new_catalog(), "staff": _new_catalog()}
    found = sorted(_extracted(root), key=lambda one: is_for_staff(one[0]))
    for file, message, comments, context in found:
        domain = "staff" if is_for_staff(file) else "messages"
        if domain == "messages" or domains["messages"].get(message, context) is None:
            domains[domain].add(message, context=context, auto_comments=comments)
    return domains


def is_for_staff(file: str) -> bool:
    """Tell whether only staff read what stands in a file, named from the top of the repository."""
    return STAFF_SOURCES.match(file) is not None


def _extracted(root: Path) -> Iterator[tuple[str, str | tuple[str, ...], list[str], str | None]]:
    """Yield file, message, comments and context of every message."""
    reading = [""]
    for folder in ("survey", "forms"):
        found = extract_from_dir(
            root / folder,
            method_map=[("**.py", "python"), ("templates/**", "jinja2")],
            options_map={"templates/**": JINJA_OPTIONS},
            keywords=KEYWORDS,
            comment_tags=["Translators:"],
            callback=lambda file, _method, _options: reading.__setitem__(0, file),
            strip_comment_tags=True,
        )
        try:
            for file, _line, message, comments, context in found:
                yield f"{folder}/{file}", message, comments, context
        except TemplateSyntaxError as error:
            place = f"{folder}/{reading[0]}:{error.lineno}"
            raise UnreadableTemplate(f"{place}: {error.message}") from error


def bank_messages(bank: Bank) -> Catalog:
    """Return the bank's wording as a catalogue: context is the wording key."""
    catalog = _new_catalog()
    for wording in wording_keys(bank):
        comments = [wording.note] if wording.note else []
        catalog.add(wording.source, context=wording.key, auto_comments=comments)
    return catalog


def needed_wording(bank: Bank) -> set[str]:
    """Return the wording keys that a language must have before it is offered.

    All of them but those that only stand with questions of no ready-made questionnaire.
    """
    asked = set(_asked_items(bank))
    unasked = {
        *(item for item in bank.items if item not in asked),
        *_unused("scale", bank.scales, {bank.items[item].scale for item in asked}),
        *_unused("construct", bank.constructs, {bank.items[item].construct for item in asked}),
        *(f"index.{index.id}" for index in bank.indices.values() if not asked >= set(index.items)),
    }
    return {
        wording.key
        for wording in wording_keys(bank)
        if not any(wording.key == owner or wording.key.startswith(f"{owner}.") for owner in unasked)
    }


def faults(
    template: Catalog,
    catalog: Catalog,
    *,
    needed: Collection[str] | None = None,
    same_as_english: Collection[str] = frozenset(),
) -> Iterator[Fault]:
    """Yield what is missing, stale or broken in `catalog`, measured by `template`.

    `needed` limits what may not be missing to these contexts; `same_as_english` are the sources
    whose translation may read exactly as they do.
    """
    for source in _entries(template):
        translated = catalog.get(source.id, source.context)
        if translated is None or not all(_strings(translated)):
            if needed is None or source.context in needed:
                yield _fault("missing", source)
            continue
        yield from _entry_faults(source, translated, catalog, same_as_english)
    for entry in _entries(catalog):
        if template.get(entry.id, entry.context) is None:
            yield _fault("not used any more", entry)
    if not follows_cldr(catalog):
        yield Fault("other plural rule than the Unicode CLDR has", catalog.plural_expr)


def label_faults(bank: Catalog) -> Iterator[Fault]:
    """Yield the answers of a scale or question that read the same in a catalogue of the bank."""
    entries = {entry.context: entry for entry in _entries(bank) if entry.context and entry.string}
    texts = {key: _strings(entry)[0] for key, entry in entries.items()}
    for _first, second in find_labels_alike(texts):
        yield _fault("reads the same as another answer", entries[second])


def follows_cldr(catalog: Catalog) -> bool:
    """Tell whether the header's rule gives whole numbers the forms that the CLDR gives them.

    The forms stand in the CLDR's order: zero, one, two, few, many, other. A catalogue without a
    language follows none, and may do as it likes.
    """
    if catalog.locale is None:
        return True
    rule, forms = catalog.locale.plural_form, plural_tags(catalog.locale)
    choose = c2py(catalog.plural_expr)
    return catalog.num_plurals == len(forms) and all(
        choose(number) == forms.index(rule(number)) for number in COUNTS_TRIED
    )


def updated(template: Catalog, catalog: Catalog) -> Catalog:
    """Return `catalog` with exactly the entries of `template`; what was translated stays."""
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.project, catalog.version = "Porchlight", ""
    # Who translated is git's to tell; the state of the translation is what readers need.
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = ""
    catalog.header_comment = REVIEW_STATE
    use_cldr_rule(catalog)
    return catalog


def use_cldr_rule(catalog: Catalog) -> None:
    """Give a catalogue's header the plural rule of its language, if it has one."""
    if catalog.locale is not None:
        forms, rule = len(plural_tags(catalog.locale)), PLURAL_RULES[str(catalog.locale)]
        catalog.mime_headers = [("Plural-Forms", f"nplurals={forms}; plural={rule};")]


def plural_tags(locale: Locale) -> list[str]:
    """Return the CLDR's names of a language's plural forms, in the order of a catalogue's forms."""
    return [tag for tag in CLDR_FORMS if tag in locale.plural_form.tags or tag == "other"]


def _new_catalog() -> Catalog:
    return Catalog(project="Porchlight", header_comment="", fuzzy=False)


def _asked_items(bank: Bank) -> Iterator[str]:
    for template in bank.templates.values():
        yield from template.items
        yield from template.open
        for pool in template.rotation.pools if template.rotation else ():
            yield from pool


def _unused(prefix: str, ids: Iterable[str], used: Collection[str]) -> Iterator[str]:
    return (f"{prefix}.{name}" for name in ids if name not in used)


def _entries(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _strings(message: Message) -> tuple[str, ...]:
    forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return tuple(form or "" for form in forms)


def _sources(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (list, tuple)) else (message.id,)


def _fault(code: str, message: Message) -> Fault:
    return Fault(code, _sources(message)[0], message.context)


def _entry_faults(
    source: Message, translated: Message, catalog: Catalog, same_as_english: Collection[str]
) -> Iterator[Fault]:
    sources, strings = _sources(source), _strings(translated)
    if translated.fuzzy:
        yield _fault("fuzzy", source)
    if len(strings) != (catalog.num_plurals if len(sources) > 1 else 1):
        yield _fault("wrong number of plural forms", source)
    elif not _placeholders_agree(sources, strings):
        yield _fault("other placeholders", source)
    if strings[-1] == sources[-1] and _has_words(sources[-1]) and sources[0] not in same_as_english:
        yield _fault("same as English", source)


def _placeholders_agree(sources: tuple[str, ...], strings: tuple[str, ...]) -> bool:
    """Tell whether each form fills in what English does; all but the last may leave some out."""
    wanted = {*PLACEHOLDER.findall(sources[-1])}
    if {*PLACEHOLDER.findall(strings[-1])} != wanted:
        return False
    return all({*PLACEHOLDER.findall(string)} <= wanted for string in strings)


def _has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in PLACEHOLDER.sub("", text))


def read_allowlist(table: Mapping[str, Mapping[str, str]], locale: str) -> frozenset[str]:
    """Return the sources that may read the same in `locale`: {locale: {source: reason}}.

    Raises ValueError for an entry without a reason.
    """
    entries = table.get(locale, {})
    for source, reason in entries.items():
        if not reason.strip():
            raise ValueError(f"{source!r} may stay English in {locale!r}, but why?")
    return frozenset(entries)
