"""Targets and tasks on a page: how each stands, its history and working, counts by status."""
