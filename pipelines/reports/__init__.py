"""A received report or statistic read, cell by cell, with what was reported before and the facts its rules need."""
