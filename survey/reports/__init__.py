"""What is made from releases: PDF summaries and the public results page."""
