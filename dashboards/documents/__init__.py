"""Documents for signature: the bulletin of a round and the feedback to each unit, as Word and PDF."""
