"""Tables as frames for the rules, and frames as tables again."""

from __future__ import annotations

import duckdb
import pandas as pd
import pyarrow as pa


def read_frame(connection: duckdb.DuckDBPyConnection, sql: str) -> pd.DataFrame:
    """The rows of a SELECT: decimals as floats, days as datetime64, words as categories (compared by their codes)."""
    table = connection.sql(sql).to_arrow_table()
    for position, field in enumerate(table.schema):
        column = table.column(position)
        if pa.types.is_decimal(field.type):
            table = table.set_column(position, field.name, column.cast(pa.float64()))
        elif pa.types.is_date(field.type):
            table = table.set_column(position, field.name, column.cast(pa.timestamp("s")))
        elif pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            table = table.set_column(position, field.name, column.dictionary_encode())
    return table.to_pandas()


def arrow_table(frame: pd.DataFrame) -> pa.Table:
    """The frame for DuckDB: NaN as NULL, and a column of nothing but None as text, not as a number."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    fields = [field.with_type(pa.string()) if pa.types.is_null(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields))
