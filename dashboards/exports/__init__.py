"""Tables to take away: CSV, Excel and Parquet, one by one or all as a package."""
