"""The question bank: items, scales, indices, and the questionnaires made from them."""
