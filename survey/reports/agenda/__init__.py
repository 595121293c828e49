"""The agenda of a check-in: what residents, staff and board talk about, and room for promises."""
