"""What each kind of report does beyond its declaration in `metrics/kinds`: one module a kind."""
