"""What the documents say: bulletin, feedback, annual summaries, reminders, the calendar."""
