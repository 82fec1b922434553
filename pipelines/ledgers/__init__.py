"""Evidence ledgers: record-level files, their declared shapes, and their way into a build.

A shape says what a ledger's columns are and which indicators it can count, within which tolerance; the counting itself
is a SELECT of the office beside it (`counting.py` says what it may read). A file is staged once (`staging.py`): its
records typed as Parquet, its faults, its keys, and what it counts to as a cube. A load reads cubes and verdicts; no row
passes through Python.
"""
