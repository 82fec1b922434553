"""Sample data: made-up reports, breakdown and centres, written by a seeded script into `data/raw/sample`.

What is told stands as data in `scenario/` (who carries what; which report is late, missing, returned,
corrected or nil; every sentence); the modules only turn it into files. Nothing here is a fact about any unit:
whatever lies under `data/raw/sample` is of class `sample`, by its folder.
"""
