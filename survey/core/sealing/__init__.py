"""The ballot box's cryptography: codes, slots, receipts, envelopes, custody (see README.md)."""
