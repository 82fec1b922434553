"""What was received and done: how every report stands by it, which steps may be taken, the tables of both."""
