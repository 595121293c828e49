"""Pages of places: the home page, properties, and the people named for them."""

from survey.communities.views import home, people, properties, work
from survey.communities.views.blueprint import bp

__all__ = ["bp", "home", "people", "properties", "work"]
