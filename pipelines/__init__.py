"""FACTS: reads `data/raw`, has it checked, builds the marts and publishes one DuckDB snapshot.

The only writer of `data/warehouse`. Imports `metrics` for meaning and `expectations` for trust, nothing else.
"""
