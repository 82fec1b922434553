"""The kinds of reports: each declared in a YAML file of its name; what a kind does beyond that is `pipelines.kinds`."""
