"""Work for later: written down with its cause, done at least once, in a process of its own."""
