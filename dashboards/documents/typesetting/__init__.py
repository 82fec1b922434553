"""How a document is set: its parts in order, drawn as Word or PDF, a reminder as mail."""
