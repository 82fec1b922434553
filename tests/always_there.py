"""Units of literal rows: those that a test says nothing more of bear one name and are there at all times."""

UNITS = "select unit_id from {table} where unit_id is not null"
TABLES = ("dim.unit", "fact.responsibility", "fact.unit_target", "fact.contribution", "fact.submission")
NAMED = """
insert into dim.unit_round by name
select unit.unit_id, period.period_id, unit.unit_name, unit.unit_name_en, true as is_there, unit.sort_order
from dim.unit as unit
cross join dim.period as period
where (unit.unit_id, period.period_id) not in (select unit_id, period_id from dim.unit_round)
"""
STANDING_FOR_THEMSELVES = """
insert into dim.unit_heir by name
select unit.unit_id, period.period_id, unit.unit_id as heir_unit_id
from ({units}) as unit
cross join dim.period as period
where (unit.unit_id, period.period_id) not in (select unit_id, period_id from dim.unit_heir)
"""

OWN_PARTS = """
insert into fact.part_member by name
select part.target_id, period.period_id, part.unit_id, part.unit_id as member_unit_id
from fact.unit_target as part
cross join dim.period as period
where (part.target_id, period.period_id, part.unit_id) not in (select target_id, period_id, unit_id from fact.part_member)
"""


def make_always_there(connection):
    """Fills `dim.unit_round` and `dim.unit_heir` for every unit of the tables that has no row there yet."""
    connection.execute(NAMED)
    connection.execute(OWN_PARTS)
    units = " union ".join(UNITS.format(table=table) for table in TABLES)
    connection.execute(STANDING_FOR_THEMSELVES.format(units=units))
