"""Rounds on a page: who reported, what came in, the steps to take, the files to take away."""
