"""Translation catalogues: what must be translated, and whether a language's catalogue is in order.

Two domains: `messages` holds the interface (extracted from Python and Jinja), `bank` the wording
of questions (one entry for each wording key, which is the entry's context). English is the source
and has no catalogue. Everything here works on Babel's catalogues; the command reads the files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from jinja2 import TemplateSyntaxError

from survey.core.bank.model import Bank
from survey.core.bank.wording import wording_keys

PLACEHOLDER = re.compile(r"%\(\w+\)[a-zA-Z]|%%|%|\{\w+\}")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
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


def extract_messages(root: Path) -> Catalog:
    """Return every message of the interface below `root`'s survey/ and forms/.

    Raises UnreadableTemplate.
    """
    catalog, reading = _new_catalog(), [""]
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
            for _file, _line, message, comments, context in found:
                catalog.add(message, context=context, auto_comments=comments)
        except TemplateSyntaxError as error:
            place = f"{folder}/{reading[0]}:{error.lineno}"
            raise UnreadableTemplate(f"{place}: {error.message}") from error
    return catalog


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


def updated(template: Catalog, catalog: Catalog) -> Catalog:
    """Return `catalog` with exactly the entries of `template`; what was translated stays."""
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.project, catalog.version = "Porchlight", ""
    # Who translated is git's to tell; the state of the translation is what readers need.
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = ""
    catalog.header_comment = REVIEW_STATE
    return catalog


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
