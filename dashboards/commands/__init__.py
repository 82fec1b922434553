"""The `duibiao` commands of the reading side."""
