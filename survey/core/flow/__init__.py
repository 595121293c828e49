"""Which questions apply, and what counts as an answer: the same rules at sending and opening."""
