"""Report templates: for one unit and round, its items prefilled, as a workbook or CSV that comes back in as it is."""
