"""Macros on the years of the office, whichever month they begin in, for the SQL of marts, views and exports."""

from __future__ import annotations

import duckdb

_MACROS = """
create macro mart.year_end(a_day) as
    last_day(make_date(year(a_day) + cast(month(a_day) > {last} as integer), {last}, 1));
create macro mart.year_start(a_day) as cast(date_trunc('month', mart.year_end(a_day)) - interval 11 month as date);
create macro mart.office_year(a_day) as year(mart.year_start(a_day));
create macro mart.year_before(a_day) as
    if(a_day = last_day(a_day), last_day(a_day - interval 1 year), cast(a_day - interval 1 year as date));
create macro mart.year_point(a_day) as month(a_day) * 100 + if(a_day = last_day(a_day), 31, day(a_day));
create macro mart.is_midyear(a_day) as a_day = last_day(mart.year_end(a_day) - interval 6 month);
"""


def create_office_year(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates `mart.year_end(day)`, `year_start`, `office_year`, `year_before`, `year_point` and `is_midyear`.

    Schemas `mart` and `dim` must be there; the last month of the year is that of the periods in `dim.period`, and
    December where there are none. A `year_point` is the same for the same place in two years, the last days of
    February among them; the year before leads from one last day of a month to another.

    >>> from metrics.database import connect
    >>> connection = connect()
    >>> _ = connection.execute("create schema mart; create schema dim; create table dim.period (year_ends_on date)")
    >>> _ = connection.execute("insert into dim.period values ('2025-03-31')")
    >>> create_office_year(connection)
    >>> asked = ("year_end(d)", "year_start(d)", "office_year(d)", "year_before(d)", "is_midyear('2024-09-30'::date)")
    >>> sql = f"select mart.{', mart.'.join(asked)} from (select date '2024-02-29' as d)"
    >>> [str(fact) for fact in connection.execute(sql).fetchone()]
    ['2024-03-31', '2023-04-01', '2023', '2023-02-28', 'True']
    """
    row = connection.execute("select max(month(year_ends_on)) from dim.period").fetchone()
    last = row[0] if row and row[0] else 12
    connection.execute(_MACROS.format(last=int(last)))
