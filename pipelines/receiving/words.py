"""What is said of a file once it is kept: what became of it, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metrics import clock
from metrics.kinds.table import kind
from metrics.sentences import Bilingual, say, say_each
from pipelines.journal.book import sender_of
from pipelines.records import ALREADY_RECEIVED, Receipt
from pipelines.sources.received import report_forms

if TYPE_CHECKING:
    from pipelines.receiving.outcome import Outcome
    from pipelines.register import Register


def what_became(outcome: Outcome, register: Register, state: str | None) -> Bilingual:
    """The sentence for one kept file.

    Args:
        outcome: what became of it, with its receipt.
        register: where names are looked up.
        state: how its version stands by now; None for a file that was refused.
    """
    # The one that says how many more there are stands for them.
    more = max(outcome.unlisted - 1, 0)
    is_more_error = bool(more) and outcome.findings[-1].severity == "error"
    errors = sum(finding.severity == "error" for finding in outcome.findings) + more * is_more_error
    warnings = len(outcome.findings) + more - errors
    said = [_verdict(outcome, register, state, errors)]
    if outcome.other is not None:
        said.append(_other(outcome.other, is_known=outcome.verdict == ALREADY_RECEIVED))
    if counts := outcome.counts:
        said.append(read_sentence(counts))
    if not outcome.is_refused and outcome.left_out and outcome.left_out.missing:
        missing = outcome.left_out.missing
        items = Bilingual("；".join(item.name_zh for item in missing), "; ".join(item.name_en for item in missing))
        said.append(say_each("received.incomplete", {"items": items}, count=len(missing)))
    if warnings:
        said.append(say_each("received.warnings", {}, count=warnings))
    return Bilingual("".join(part.zh for part in said), " ".join(part.en for part in said))


def _other(other: Receipt, *, is_known: bool) -> Bilingual:
    """Whose version a new one takes the place of, or came after a known one: two may send at the same time."""
    moment = clock.local(clock.instant(other.received_at)).strftime("%Y-%m-%d %H:%M")
    who = Bilingual(other.by, other.by) if other.by else say("received.nobody")
    code = "received.came_after" if is_known else "received.replaces"
    return say_each(code, {"who": who}, version=other.version, moment=moment)


def read_sentence(counts: dict[str, int]) -> Bilingual:
    """How many items of each kind were read, in words."""
    of = next(form.kind for form in report_forms() if form.counts.keys() == counts.keys())
    return say_each(f"{of.words['came']}.read", {}, **counts)


def _verdict(outcome: Outcome, register: Register, state: str | None, errors: int) -> Bilingual:
    receipt = outcome.receipt
    if outcome.is_refused or receipt is None:
        return say_each("received.kept_out", {}, file=outcome.file, count=errors)
    of, family = kind(receipt.kind), "received"
    if outcome.verdict == ALREADY_RECEIVED:
        code = "returned_before" if state and of.path.is_sent_back(state) else "here_before"
    else:
        family, code = of.words["came"], "counted" if state in of.path.counted else "waits"
    facts = {"file": outcome.file, "period": receipt.period_id, "version": receipt.version}
    sender = register.behind(of).subject_words(str(sender_of(receipt)))
    return say_each(f"{family}.{code}", {"unit": sender}, **facts)
