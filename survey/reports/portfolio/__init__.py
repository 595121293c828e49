"""Many places side by side: a table without a ranking, and figures of all of them together.

Reads the rows of each place's newest release (survey/results/newest.py) and nothing else, so that
it costs by the number of places, whatever was released before.
"""
