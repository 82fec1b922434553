"""The nine words for how a target stands, from the best to those that are not judged."""

STATUSES = (
    "achieved",
    "on_track",
    "slightly_behind",
    "behind",
    "missed",
    "no_data",
    "not_yet_due",
    "not_judged",
    "withdrawn",
)
