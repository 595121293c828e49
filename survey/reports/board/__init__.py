"""The board's four pages: what changed, is it real, what is asked of the board."""
