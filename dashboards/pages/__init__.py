"""A module a page: its address, its place in the menu where it has one, and what it shows."""
