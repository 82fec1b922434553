"""How the marts are made: the SQL of `metrics/sql/marts` in its order, and the tables that rules compute."""
