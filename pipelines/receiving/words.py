"""What is said of a file once it is kept: what became of it, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metrics.rules.rounds import RETURNED, SUBMITTED
from metrics.sentences import Bilingual, say_each
from pipelines.archive import ALREADY_RECEIVED, Receipt

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
    errors = sum(finding.severity == "error" for finding in outcome.findings)
    warnings = len(outcome.findings) - errors
    said = [_verdict(outcome, register, state, errors)]
    if counts := outcome.counts:
        said.append(read_sentence(counts))
    if not outcome.is_refused and outcome.left_out and outcome.left_out.missing:
        missing = outcome.left_out.missing
        items = Bilingual("；".join(item.name_zh for item in missing), "; ".join(item.name_en for item in missing))
        said.append(say_each("received.incomplete", {"items": items}, count=len(missing)))
    if warnings:
        said.append(say_each("received.warnings", {}, count=warnings))
    return Bilingual("".join(part.zh for part in said), " ".join(part.en for part in said))


def read_sentence(counts: dict[str, int]) -> Bilingual:
    """How many items of each kind were read, in words."""
    is_centre = "datum_count" in counts
    return say_each("received.read_of_centre" if is_centre else "received.read", {}, **counts)


def _verdict(outcome: Outcome, register: Register, state: str | None, errors: int) -> Bilingual:
    receipt = outcome.receipt
    if outcome.is_refused or receipt is None:
        return say_each("received.kept_out", {}, file=outcome.file, count=errors)
    if outcome.verdict == ALREADY_RECEIVED:
        code = "returned_before" if state == RETURNED else "here_before"
    else:
        code = "centre" if receipt.centre_id else "waits" if state == SUBMITTED else "counted"
    facts = {"file": outcome.file, "period": receipt.period_id, "version": receipt.version}
    return say_each(f"received.{code}", {"unit": _reporter(receipt, register)}, **facts)


def _reporter(receipt: Receipt, register: Register) -> Bilingual:
    if receipt.centre_id:
        centre = register.centres.centres.get(receipt.centre_id)
        return Bilingual(*(centre.name, centre.name) if centre else (receipt.centre_id, receipt.centre_id))
    units = {unit.id: Bilingual(unit.name, unit.name_en) for unit in register.catalog.units}
    return units.get(str(receipt.unit_id), Bilingual(str(receipt.unit_id), str(receipt.unit_id)))
