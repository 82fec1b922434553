"""Files that people take away: the same rows as on screen, as CSV."""
