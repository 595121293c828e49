"""Pages about waves: launching, the wave's own page, and its public promise."""

from survey.waves.views import extend, launch, promise, show, standing, tighten
from survey.waves.views.blueprint import bp

__all__ = ["bp", "extend", "launch", "promise", "show", "standing", "tighten"]
