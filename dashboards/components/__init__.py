"""Small pure functions from values to components."""
