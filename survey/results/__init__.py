"""The one door to answers: aggregation, protection and immutable releases."""
