"""When the waves of a year are: the same weeks of each season, and the days within a wave."""
