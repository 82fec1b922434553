"""Small offices with programmes of other governments, built as text and played through the product's own doors.

An office is a catalog and a data folder in a folder of the test's own. `Office` writes both, takes reports in as a
clerk would send them, takes the steps of a round, loads, and reads what the exports say.
"""

from tests.offices.office import Office

__all__ = ["Office"]
