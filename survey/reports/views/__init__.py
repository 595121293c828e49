"""Pages of results: the public one for residents, those of staff, and what staff take away."""

from survey.reports.views import downloads, public, staff
from survey.reports.views.blueprint import bp

__all__ = ["bp", "downloads", "public", "staff"]
