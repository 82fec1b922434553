"""PRESENTATION: screens, files and documents made from `metrics`; never imports the pipeline."""
