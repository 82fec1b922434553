"""The commands of the writing side."""
