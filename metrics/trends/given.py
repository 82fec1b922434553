"""The length of a year and the prior of counts: apart, since workings state them and a page loads no pandas."""

DAYS_A_YEAR = 365.25
# Of the gamma prior on the rate of events: Jeffreys', the one that favours nothing.
PRIOR_SHAPE = 0.5
