"""The pieces of the pages of programmes: what is declared, the form of a single change, what became of it."""
