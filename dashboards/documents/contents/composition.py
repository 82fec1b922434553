"""The parts of a document put together: numbered, with its annexes, and with what every document carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dashboards.documents.contents.wording import Wording
from dashboards.documents.typesetting.paper import Annex, Block, Heading, Paper, Paragraph, numbered, title_lines


def composed(
    wording: Wording,
    kind: str,
    names: dict[str, str],
    addressed: dict[str, str],
    blocks: Sequence[Block],
    annexes: Sequence[Annex],
    footer: str,
) -> Paper:
    """The whole document; `kind` names its title, mark and address among the words of documents."""
    say, language = wording.say, wording.language
    return Paper(
        language=language,
        title_lines=title_lines(say(f"{kind}.title", **names)),
        draft_mark=say(f"{kind}.draft"),
        notice=say("notice") if wording.build.has_sample else "",
        address=say(f"{kind}.address", **addressed),
        blocks=numbered(blocks, language, say.entries["table.number"]),
        annex_list=tuple(_annex_list(wording, [annex.title for annex in annexes])),
        annexes=tuple(
            replace(annex, label=say("annex", number=number if len(annexes) > 1 else "").strip())
            for number, annex in enumerate(annexes, start=1)
        ),
        closing=(say("signature"), say("dated")),
        footer=footer,
        page_number=say.entries["page_number"],
        page_of=say.entries["page_of"],
    )


def _annex_list(wording: Wording, titles: Sequence[str]) -> Iterator[str]:
    """The annexes as the end of a document names them: one alone without a number, more one below the other."""
    for number, title in enumerate(titles, start=1):
        counted = wording.say("annex_item", number=number, title=title) if len(titles) > 1 else title
        yield wording.say("annex_first" if number == 1 else "annex_next", item=counted)


def items(texts: Iterable[str]) -> list[Block]:
    """Numbered items; one alone is a paragraph, since nothing follows a lone 1."""
    listed = list(texts)
    return [Paragraph(*listed)] if len(listed) == 1 else [Heading(3, text) for text in listed]
