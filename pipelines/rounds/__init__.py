"""The half-yearly round: the steps people take on reports, what may be taken, and what each changed."""
