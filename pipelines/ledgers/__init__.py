"""Evidence ledgers: record-level files, their declared shapes, and their way to `fact.evidence`.

A shape says what a ledger's columns are and which indicators it can count, within which tolerance; the counting itself
is `metrics/sql/evidence/<ledger>.sql`. Rows stay in DuckDB from the file to the count.
"""
