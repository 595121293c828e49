"""Tests of what is made from releases."""
