"""What an office declares: the definitions that hold, how they are published and kept."""
