"""What web and clerk have agreed on: where a request lies, what its files are called, and how much it may hold."""

LARGEST_UPLOAD = 20 * 1024 * 1024
