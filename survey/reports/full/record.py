"""What a reader needs to find and check the release again; what it lacks is said as well."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from survey.reports import words
from survey.reports.method import mode_sentence
from survey.reports.precision import Fact
from survey.reports.reading import ReleaseDocument
from survey.web.locales import left_to_right

BLOCK = 16


def record_facts(document: ReleaseDocument) -> list[Fact]:
    """Return the versions and hashes of a release, then what it does not record."""
    return [*_recorded(document), *_not_recorded(document)]


def in_blocks(hash_text: str) -> str:
    """Write a hash in blocks that a line may break between, kept from left to right."""
    blocks = (hash_text[start : start + BLOCK] for start in range(0, len(hash_text), BLOCK))
    return left_to_right(" ".join(blocks))


def _recorded(document: ReleaseDocument) -> Iterator[Fact]:
    yield Fact(_("Promise (SHA-256)"), in_blocks(document.promise.hash))
    yield Fact(_("This release (SHA-256)"), in_blocks(document.sha256))
    if document.before is not None:
        yield Fact(
            _("Release compared with (SHA-256)"),
            _(
                "Wave %(number)s: %(hash)s",
                number=words.number(document.before.number),
                hash=in_blocks(document.before.sha256),
            ),
        )
    yield Fact(_("Schema of the release"), words.number(document.schema))
    yield Fact(_("Disclosure rules"), _("Version %(version)s", version=document.method.rules))
    yield Fact(_("Software"), f"Porchlight {document.software}")


def _not_recorded(document: ReleaseDocument) -> Iterator[Fact]:
    """What no schema holds until now."""
    absent = _("Not recorded in the release.")
    yield Fact(_("Version of the questionnaire"), _in_the_promise())
    yield Fact(_("Version of the question bank"), absent)
    yield Fact(_("Invitations and reminders"), absent)
    yield Fact(_("Phone, tablet or paper"), mode_sentence(document) or absent)
    yield Fact(_("Day of the release"), absent)
    yield Fact(
        _("Study of the questions"),
        _(
            "Reliability and the weight of the three levels are worked out over at least five "
            "places together, and only where the promise allows it. The page of this release "
            "names the newest study of this place, or says why there is none."
        ),
    )


def _in_the_promise() -> str:
    return _(
        "Not recorded in the release. The sealed promise holds the questionnaire as it was asked."
    )
