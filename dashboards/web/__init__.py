"""The web server: pages and files under their addresses, what pages ask of the clerk, its start and its end."""
