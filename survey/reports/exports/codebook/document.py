"""The whole codebook of a release."""

from __future__ import annotations

from typing import Final

from survey.reports.exports.codebook.sayings import Sayings
from survey.reports.exports.codebook.study import describe_document, describe_study
from survey.reports.exports.codebook.variables import describe_file, describe_variables
from survey.reports.exports.codebook.writing import LANG, begin, written
from survey.reports.figures import figure_rows
from survey.reports.reading import ReleaseDocument

NAMESPACE: Final = "ddi:codebook:2_5"


def codebook(document: ReleaseDocument, sha256: str) -> bytes:
    """Return the codebook as XML. sha256: the hash of the release as it is stored.

    The same release gives the same bytes.
    """
    said = Sayings(document)
    root = begin("codeBook", NAMESPACE, version="2.5")
    root.set(LANG, said.first)
    describe_document(root, document, said, sha256)
    describe_study(root, document, said, sha256)
    describe_file(root, sum(1 for _row in figure_rows(document)))
    describe_variables(root, document, said)
    return written(root)
