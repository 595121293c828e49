"""The list of homes: what a code or a letter can be made out for, and how each home is reached."""
