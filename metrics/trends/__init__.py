"""What the course of figures says: seasonal pace, growth needed, required run-rate, forecast; pure as the rules are."""
