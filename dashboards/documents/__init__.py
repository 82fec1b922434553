"""The documents of a round, a year and a programme: what they say, how they are set, and which file each is."""
