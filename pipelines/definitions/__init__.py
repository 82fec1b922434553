"""What an office declares: as text files and as workbooks, which definitions hold, how they are published and kept."""
