"""Numbers that the trends and their workings share; apart from both, so that no page loads pandas for them."""

DAYS_A_YEAR = 365.25
# Of the gamma prior on the rate of events: Jeffreys', the one that favours nothing.
PRIOR_SHAPE = 0.5
