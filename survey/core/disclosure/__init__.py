"""What of a tabulation may be shown, and the figures in the form that is shown. See README.md."""
