"""The questionnaire of a release as a codebook: DDI Codebook 2.5, which data archives read.

What it says of the survey and its questions it says in each language of the wave. Answers of
people are in no file, and the codebook says so; the file that it describes is the table of
released figures in the data package.
"""

from survey.reports.exports.codebook.document import codebook

__all__ = ["codebook"]
