"""The words for every reason, method and class: one file, in Chinese and English, for pages, exports and documents.

>>> say("forecast.two_points", sample_count=2).en
'2 points: a straight line, no interval.'
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from metrics.periods import Period
from metrics.yaml_file import kind_files, read_yaml

LANGUAGES = ("zh", "en")
SENTENCES_FILE = Path(__file__).with_name("sentences.yml")


class InvalidSentences(ValueError):
    """The words file says something twice, in one language only, or with different numbers in each."""


class Bilingual(NamedTuple):
    """The same words in both languages, places for numbers as `{name}`."""

    zh: str
    en: str

    def fill(self, **numbers: object) -> Bilingual:
        """The sentence with its numbers in it; what is itself bilingual goes into each language as such.

        Raises:
            KeyError: for a number that the sentence wants and does not get.
        """
        texts = (
            text.format_map(
                {n: value[place] if isinstance(value, Bilingual) else value for n, value in numbers.items()}
            )
            for place, text in enumerate(self)
        )
        return Bilingual(*texts)

    def in_language(self, language: str) -> str:
        """The words in `zh` or `en`."""
        return self.zh if language == "zh" else self.en

    def spoken(self, languages: Sequence[str], between: str) -> str:
        """The words in each of the languages, once where they are the same.

        >>> words = Bilingual("数值", "Value")
        >>> words.spoken(LANGUAGES, " "), words.spoken(["en"], " "), Bilingual("NO2", "NO2").spoken(LANGUAGES, " ")
        ('数值 Value', 'Value', 'NO2')
        """
        return between.join(dict.fromkeys(self.in_language(language) for language in languages))

    def __str__(self) -> str:
        """Both, for a terminal or a log."""
        return f"{self.zh} / {self.en}"

    @classmethod
    def from_row(cls, row: Mapping[str, Any], name: str) -> Bilingual:
        """The words of the columns `<name>_zh` and `<name>_en`."""
        return cls(row[f"{name}_zh"] or "", row[f"{name}_en"] or "")


def listed(words: Iterable[Bilingual]) -> Bilingual:
    """Several things in a row, parted as each language parts them.

    >>> listed([Bilingual("是", "Yes"), Bilingual("否", "No")])
    Bilingual(zh='是、否', en='Yes, No')
    """
    named = list(words)
    return Bilingual("、".join(one.zh for one in named), ", ".join(one.en for one in named))


class BilingualError(Exception):
    """Why something cannot be done: a sentence in each language that names the thing, the place and the next step.

    >>> error = BilingualError("'sc-x': 没有这一单位", "'sc-x' is no unit")
    >>> error.sentence.en, str(error)
    ("'sc-x' is no unit", "'sc-x': 没有这一单位 / 'sc-x' is no unit")
    """

    def __init__(self, zh: str, en: str) -> None:
        self.sentence = Bilingual(zh, en)
        super().__init__(zh, en)

    def __str__(self) -> str:
        """Both, for whoever can only show one text."""
        return str(self.sentence)


@cache
def load_sentences(path: Path = SENTENCES_FILE) -> dict[str, Bilingual]:
    """Every sentence by its code, `<family>.<code>`.

    Raises:
        InvalidSentences: naming the code that lacks a language or asks for different numbers in the two.
    """
    sentences: dict[str, Bilingual] = {}
    declared = [read_yaml(path)]
    if path == SENTENCES_FILE:
        declared += [read_yaml(kind).get("sentences", {}) for kind in kind_files()]
    for family, entries in (pair for said in declared for pair in said.items()):
        for code, words in entries.items():
            name = f"{family}.{code}"
            if set(words) != {"zh", "en"} or not all(str(text).strip() for text in words.values()):
                raise InvalidSentences(f"{path.name}: {name}: needs words under zh and en, and nothing else")
            sentence = Bilingual(words["zh"], words["en"])
            if places(sentence.zh) != places(sentence.en):
                raise InvalidSentences(f"{path.name}: {name}: the numbers in zh and en differ")
            sentences[name] = sentence
    return sentences


def say(code: str, **numbers: object) -> Bilingual:
    """The sentence of `code` with its numbers in it.

    Raises:
        KeyError: for a code or number that is not there.
    """
    return load_sentences()[code].fill(**numbers)


def what_there_is(names: Iterable[str]) -> Bilingual:
    """What might be named instead: the names there are or, in an office that has entered nothing yet, what to do first.

    >>> what_there_is(["a", "b"]).en, what_there_is([]).en[:19]
    ('there are: a, b', 'none is entered yet')
    """
    known = ", ".join(names)
    return Bilingual(f"可用 {known}", f"there are: {known}") if known else say("office.nothing_entered")


def period_words(period: Period) -> Bilingual:
    """A period as people say it.

    >>> period_words(Period.parse("2019H1")), period_words(Period.parse("2020"))
    (Bilingual(zh='2019年上半年', en='H1 2019'), Bilingual(zh='2020年', en='2020'))
    """
    return Bilingual(period.name("zh"), period.name("en"))


def say_each(code: str, words: dict[str, Bilingual], **numbers: object) -> Bilingual:
    """The sentence of `code` where some of what it names has words of its own in each language.

    A period among the numbers is put into words too.

    >>> said = {"unit": Bilingual("科技厅", "Department")}
    >>> say_each("round_done.contact", said, period=Period.parse("2019H1"), by="王芳").en
    'Noted: 王芳 was in touch with Department about H1 2019.'
    """
    sentence = load_sentences()[code]
    if isinstance(period := numbers.get("period"), Period):
        words = {**words, "period": period_words(period)}
        del numbers["period"]
    zh = sentence.fill(**numbers, **{name: said.zh for name, said in words.items()}).zh
    return Bilingual(zh, sentence.fill(**numbers, **{name: said.en for name, said in words.items()}).en)


def places(text: str) -> set[str]:
    """The names of the numbers that a text wants.

    >>> sorted(places("{left} of {all}"))
    ['all', 'left']
    """
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
