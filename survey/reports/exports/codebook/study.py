"""The parts of a codebook about itself and the study: what was asked of whom, when and how."""

from __future__ import annotations

from functools import partial

from survey.reports.exports.codebook.sayings import Sayings, level_name
from survey.reports.exports.codebook.writing import Element, add, add_each
from survey.reports.reading import ReleaseDocument

ENGLISH = "en"


def describe_document(root: Element, document: ReleaseDocument, said: Sayings, sha256: str) -> None:
    """Add docDscr: that this codebook was made from this release by this program."""
    described = add(root, "docDscr")
    citation = add(described, "citation")
    _titles(citation, said, f"codebook-{sha256[:16]}")
    made = add(citation, "prodStmt")
    add(made, "producer", document.promise.runner)
    _day(made, "prodDate", document.wave.closes_on.isoformat())
    add(made, "software", "Porchlight", version=document.software)
    add(
        described,
        "notes",
        "Made from the release whose SHA-256 stands in the study's IDNo, and from nothing else.",
        lang=ENGLISH,
    )


def describe_study(root: Element, document: ReleaseDocument, said: Sayings, sha256: str) -> None:
    """Add stdyDscr: who asked whom, when and how, and how many answered, as it was released."""
    study = add(root, "stdyDscr")
    citation = add(study, "citation")
    _titles(citation, said, sha256)
    add(add(citation, "rspStmt"), "AuthEnty", document.promise.runner)
    made = add(citation, "prodStmt")
    add(made, "producer", document.promise.runner)
    _day(made, "prodDate", document.wave.closes_on.isoformat())
    add(made, "software", "Porchlight", version=document.software)
    series = add(citation, "serStmt")
    add(series, "serName", document.place.name)
    add(series, "serInfo", f"Wave {document.wave.number}", lang=ENGLISH)
    _scope(study, document, said)
    _method(study, document, said)
    _access(study, document, said)


def _titles(citation: Element, said: Sayings, number: str) -> None:
    titles = dict(said.texts("title"))
    statement = add(citation, "titlStmt")
    add(statement, "titl", titles.pop(said.first), lang=said.first)
    add_each(statement, "parTitl", titles)
    add(statement, "IDNo", number, agency="SHA-256")


def _day(parent: Element, name: str, day: str, **attributes: str) -> None:
    add(parent, name, day, date=day, **attributes)


def _scope(study: Element, document: ReleaseDocument, said: Sayings) -> None:
    scope = add(study, "stdyInfo")
    subject = add(scope, "subject")
    for score in document.levels:
        add_each(subject, "keyword", said.each(partial(level_name, level=score.id)))
    about = add(scope, "sumDscr")
    wave = {"cycle": str(document.wave.number)}
    _day(about, "collDate", document.wave.opens_on.isoformat(), event="start", **wave)
    _day(about, "collDate", document.wave.ended_on.isoformat(), event="end", **wave)
    add(about, "geogCover", document.place.name)
    add_each(about, "anlyUnit", said.texts("unit"))
    add_each(about, "universe", said.texts("asked"))
    add(about, "dataKind", "Survey data, aggregated: figures of a place and its groups", ENGLISH)


def _sampling(document: ReleaseDocument) -> str:
    if document.wave.moves_in:
        return "No sample: all adults who moved in between the two days were asked"
    return "No sample: all adults of the place were asked"


def _method(study: Element, document: ReleaseDocument, said: Sayings) -> None:
    method = add(study, "method")
    collected = add(method, "dataColl")
    repeated = "Repeated cross-section: everybody is asked anew in each wave"
    add(collected, "timeMeth", repeated, ENGLISH)
    add(collected, "dataCollector", document.promise.runner)
    add(collected, "sampProc", _sampling(document), ENGLISH)
    add_each(collected, "collMode", said.texts("way"))
    add(collected, "resInstru", "Structured questionnaire", ENGLISH)
    add_each(collected, "ConOps", said.texts("keying"))
    add_each(collected, "weight", said.texts("weights"))
    add_each(method, "notes", said.texts("runner"), subject="runner")
    add_each(method, "notes", said.texts("custody"), subject="custody")
    appraised = add(method, "anlyInfo")
    add_each(appraised, "respRate", said.texts("response"))
    add_each(appraised, "EstSmpErr", said.texts("ranges"))
    add_each(appraised, "dataAppr", said.texts("small_numbers"), type="rounding")
    add_each(appraised, "dataAppr", said.texts("check"), type="disclosure control")


def _access(study: Element, document: ReleaseDocument, said: Sayings) -> None:
    access = add(study, "dataAccs")
    if document.promise.contact:
        add(add(access, "useStmt"), "contact", document.promise.contact)
    add_each(access, "notes", said.texts("smallest_group"), subject="smallest group")
    add_each(access, "notes", said.texts("kept"), subject="what is kept")
    add(access, "notes", f"Promise {document.promise.hash}", lang=ENGLISH, subject="promise")
