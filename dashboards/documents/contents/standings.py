"""The list of one kind's reports as a document: who sent which, and how each stands."""

from __future__ import annotations

from dashboards.documents.contents.composition import composed
from dashboards.documents.contents.wording import Wording
from dashboards.documents.typesetting.paper import Block, Paper, Paragraph, Table
from metrics.kinds.table import Kind
from metrics.reading.standing import SentReport, sent_reports
from metrics.warehouse import Snapshot

COLUMNS = ("sender", "period", "state", "version", "counts")


def standings(wording: Wording, snapshot: Snapshot, of: Kind) -> Paper:
    """The whole list."""
    say, words = wording.say, wording.screen.words
    title, entries = wording.screen.name(of.title), sent_reports(snapshot, of)
    heads = tuple(words(f"standings.column.{name}") for name in COLUMNS)
    blocks: list[Block] = [Paragraph(say("standings.opening", title=title, count=len(entries)))]
    if entries:
        rows = tuple(_row(wording, entry) for entry in entries)
        blocks.append(Table(title, heads, (0.36, 0.18, 0.18, 0.14, 0.14), rows))
    return composed(wording, "standings", {"title": title}, {}, blocks, [], wording.footer(None))


def _row(wording: Wording, entry: SentReport) -> tuple[str, ...]:
    screen, dash = wording.screen, wording.screen.words("dash")
    period = wording.screen.period(entry.period_id)
    state = screen.name(entry.kind.in_state(entry.state))
    return screen.name(entry.sender), period, state, str(entry.version or dash), str(entry.counted_version or dash)
