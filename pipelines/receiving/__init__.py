"""A file that comes in: read, checked, decided, and on disk before anybody is told."""
