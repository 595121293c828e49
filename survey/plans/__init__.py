"""A year of pulses that runs itself: planned, told of before, launched, and asked for in time."""
