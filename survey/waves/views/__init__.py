"""Pages about waves: launching, the wave's own page, its codes, and its public promise."""

from survey.waves.views import codes, extend, launch, promise, show, standing, tighten
from survey.waves.views.blueprint import bp

__all__ = ["bp", "codes", "extend", "launch", "promise", "show", "standing", "tighten"]
