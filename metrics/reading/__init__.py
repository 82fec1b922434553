"""What pages, exports and documents ask of the snapshot: a function a question; nothing is judged here."""
