"""The receipts of an archive, found by the bytes that came and by who sent them."""

from __future__ import annotations

from collections.abc import Iterable

from metrics.kinds.table import ReportKey
from pipelines.journal.book import report_key
from pipelines.records import ACCEPTED, STATISTICS, Receipt


class Kept:
    """Receipts in their order; a pass over many files looks into a large archive once and adds its own."""

    def __init__(self, receipts: Iterable[Receipt]) -> None:
        self._by_bytes: dict[str, list[Receipt]] = {}
        self._by_sender: dict[str | None, list[Receipt]] = {}
        for receipt in receipts:
            self.add(receipt)

    def add(self, receipt: Receipt) -> None:
        """Takes the next one."""
        if receipt.kind != STATISTICS:
            self._by_bytes.setdefault(receipt.sha256, []).append(receipt)
        self._by_sender.setdefault(receipt.key[2], []).append(receipt)

    def same_bytes(self, sha256: str) -> list[Receipt]:
        """Those of the same bytes, but for statistics."""
        return self._by_bytes.get(sha256, [])

    def accepted(self, sha256: str) -> Receipt | None:
        """The first of those that was accepted."""
        return next((receipt for receipt in self.same_bytes(sha256) if receipt.verdict == ACCEPTED), None)

    def of_senders(self, senders: Iterable[str | None]) -> list[Receipt]:
        """Those of these senders: the rest of a large archive has no say in how their reports stand."""
        return [receipt for sender in dict.fromkeys(senders) for receipt in self._by_sender.get(sender, [])]

    def versions(self, key: ReportKey | None, sender: str | None) -> list[Receipt]:
        """The accepted versions of one report."""
        of_sender = self._by_sender.get(sender, [])
        return [receipt for receipt in of_sender if receipt.verdict == ACCEPTED and report_key(receipt) == key]

    def newest(self, own: Receipt, since: int = 1) -> Receipt | None:
        """The newest accepted version of the report that `own` is of, from version `since` on."""
        versions = reversed(self.versions(report_key(own), own.key[2]))
        return next((receipt for receipt in versions if (receipt.version or 0) >= since), None)
