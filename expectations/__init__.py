"""TRUST: what must hold of the data, in suites of YAML run by Great Expectations.

The only room that names Great Expectations, and a leaf: it imports nothing of ours.
"""
