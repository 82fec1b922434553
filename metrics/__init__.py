"""MEANING: what a target is, when it is met, and how far along it stands.

Pure rules (`comparators`, `attainment`, `pace`, `status`, `periods`), the words and definitions of the
catalog, and the read side of the published snapshot. Imports no other room of the house.
"""
