"""Words about figures: pure functions of a screen, or of words, and a value. Pages and documents say the same."""
