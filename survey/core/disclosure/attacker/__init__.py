"""What a reader can infer from published figures, and whether that is too much. See README.md."""
