"""Readers: bytes as received become tables of text with a place for every cell. No rule lives here."""
