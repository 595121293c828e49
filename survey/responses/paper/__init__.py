"""Answers on paper: the sheet as it is printed, and typing in what came back."""
