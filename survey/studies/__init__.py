"""Studies: how well questions work, over the answers of several places together."""
