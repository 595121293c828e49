"""Pages about letters: what to print, files that wait, a lost letter, posters, a mail house."""

from survey.letters.views import again, files, letters, mailing, moved_in, papers
from survey.letters.views.blueprint import bp

__all__ = ["again", "bp", "files", "letters", "mailing", "moved_in", "papers"]
