"""Names as people space them: one key for what is the same name to a reader."""

from __future__ import annotations

from functools import lru_cache

from pipelines.readers.quantities import FULL_WIDTH


def squeezed(text: str) -> str:
    r"""`text` without white space of any kind, in plain width.

    >>> squeezed("财 政　厅"), squeezed("技术合同\n交易额（万元）")
    ('财政厅', '技术合同交易额(万元)')
    """
    return "".join(text.translate(FULL_WIDTH).split())


def spaced(text: str) -> str:
    """`text` in plain width, with one blank where there is white space."""
    return " ".join(text.translate(FULL_WIDTH).split())


@lru_cache(maxsize=16_384)
def name_key(text: str) -> str:
    """What two spellings of one name have in common: neither spaces, line breaks, width nor case tell them apart."""
    return squeezed(text).casefold()
