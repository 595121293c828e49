"""Letters, door hangers, slips, posters and what an outside mail house gets."""
