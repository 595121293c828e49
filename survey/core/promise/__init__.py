"""The promise of a wave: its frame, the cuts it can support, its document, making it stricter."""
