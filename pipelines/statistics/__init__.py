"""Official statistics: what a name may speak to, how far a series is from what it would displace, what counts."""
