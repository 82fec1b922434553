"""Entries that were compiled with English remarks, as Chinese readers get them: the remarks go, their meaning stays."""

from __future__ import annotations

import re

from dashboards import formats
from dashboards.words import Words

ENGLISH = re.compile(r"[A-Za-z]{2,}")
BRACKETS = re.compile(r"\s*[(（]([^()（）]*)[)）]")


def chinese_text(text: str) -> str:
    """A title or a remark without its English parts.

    >>> chinese_text("天津市布局科技创新战略 (name inferred from 区块链等8家中心)")
    '天津市布局科技创新战略'
    >>> chinese_text("四川省晶硅光伏技术创新中心成功获批 (通威集团 2025-02-18; cites 关于支持组建的函)")
    '四川省晶硅光伏技术创新中心成功获批（通威集团 2025-02-18）'
    >>> chinese_text("2022-12-30 approved; 2023-11-02 unveiled")
    '2022-12-30'
    """
    plain = BRACKETS.sub(_remark, text)
    found = ENGLISH.search(plain)
    return (plain[: found.start()] if found else plain).strip(" ;；,，")


def approval(text: str, words: Words) -> str:
    """When a centre was approved as its source has it, its day in Chinese words; "by" is no later than.

    >>> from dashboards.words import load_words
    >>> approval("by 2022-08-23 (正式获批)", load_words("zh"))
    '不晚于2022年8月23日（正式获批）'
    >>> approval("2021-09-28 (揭牌; 组建批复 read out that day)", load_words("zh"))
    '2021年9月28日（揭牌）'
    """
    is_bound = text.startswith("by ")
    day = formats.dated(chinese_text(text.removeprefix("by ")), "zh")
    return words("centre.no_later_than", day=day) if is_bound else day


def _remark(found: re.Match[str]) -> str:
    kept = [part.strip() for part in re.split("[;；]", found[1]) if part.strip() and not ENGLISH.search(part)]
    return f"（{'；'.join(kept)}）" if kept else ""
