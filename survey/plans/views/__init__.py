"""Pages of the calendar: one property's plan, all that is planned, and the feed."""

from survey.plans.views import calendar, plan
from survey.plans.views.blueprint import bp

__all__ = ["bp", "calendar", "plan"]
