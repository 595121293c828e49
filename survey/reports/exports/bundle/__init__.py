"""A bundle from which anybody can rebuild a report's tables and charts, and compare them.

`standalone-program/` is what the bundle carries: a small program that imports nothing of this
one and is never run here. `printed.py` takes the tables from the rows that the PDF prints;
where the two ways come to something else, one of them is wrong.
"""

from survey.reports.exports.bundle.packing import rendering_bundle

__all__ = ["rendering_bundle"]
