"""Ledger files staged beside nothing else, and their records shown to a connection."""

from metrics.catalog.units import current_names
from metrics.ledger_records import show_ledger
from pipelines.ledgers.staging import stage_ledgers
from tests.shipped import shipped_catalog


def staged(folder, files, connection=None):
    """The files as staged below `folder`; `connection` then has `ledger.<id>` with the good records of each ledger."""
    ledgers = stage_ledgers(folder / "warehouse", files, current_names(shipped_catalog().units))
    if connection is not None:
        for ledger_id in {file.shape.ledger_id for file in files}:
            own = [file.record_file(ledgers.folder) for file in ledgers.files if file.ledger_id == ledger_id]
            connection.execute(f"create schema if not exists ledger; drop view if exists ledger.{ledger_id}")
            connection.execute(
                f"create view ledger.{ledger_id} as select null as contract_id, 0 as source_row where false"
            )
            if own:
                show_ledger(connection, "memory", ledger_id, own)
    return ledgers
