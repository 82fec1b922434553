"""Where a document is written: the language, the words of screens and documents, and the sentences built of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dashboards import formats
from dashboards.address import Address
from dashboards.documents.typesetting.paper import tidy
from dashboards.screen import Screen
from dashboards.words import Words, load_words
from metrics import clock
from metrics.reading.programme import Document, Programme, Round, Thresholds
from metrics.rules.classes import SAMPLE
from metrics.sentences import Bilingual
from metrics.warehouse import Build

TEXT_FOLDER = Path(__file__).parents[1] / "text"
FULL_BRACKETS = str.maketrans("()", "（）")


@dataclass(frozen=True)
class Wording:
    """The words of documents (`say`), the screens' words and formats (`screen`), and the build behind both."""

    screen: Screen
    say: Words
    build: Build

    @classmethod
    def of(cls, language: str, build: Build) -> Wording:
        """The wording in `zh` or `en`."""
        return cls(
            Screen(load_words(language), Address("/", language), year_begins=build.year_begins),
            load_words(language, TEXT_FOLDER),
            build,
        )

    @property
    def language(self) -> str:
        """`zh` or `en`."""
        return self.screen.language

    def set(self, text: str) -> str:
        """A text as documents set it: in Chinese without blanks around numbers."""
        return tidy(text) if self.language == "zh" else text

    def told(self, sentence: Bilingual | None) -> str:
        """A sentence of the rules in the language of the document, its days in words."""
        if sentence is None:
            return ""
        return formats.dated(self.screen.name(sentence), self.language)

    def clause(self, text: str) -> str:
        """What somebody wrote, to stand within a sentence of ours that ends in a stop of its own."""
        return text.strip().rstrip("。．.；;，, ")

    def join(self, texts: Iterable[str]) -> str:
        """Several names in a row."""
        return self.screen.words("separator").join(texts)

    def task_number(self, number: str) -> str:
        """A task's number with the brackets of the language."""
        return number.translate(FULL_BRACKETS) if self.language == "zh" else number

    def quoted(self, names: Iterable[Bilingual]) -> str:
        """Several names in a row, each in quotation marks."""
        marks = self.say.entries["quoted"]
        return self.say.entries["quoted_separator"].join(marks.format(name=self.screen.name(name)) for name in names)

    def period(self, chosen: Round | None) -> str:
        """The round with its cut-off day, or nothing where a programme has none."""
        return self.screen.period_until(chosen.period_id, chosen.cut_off) if chosen else ""

    def short_period(self, chosen: Round | None) -> str:
        """The round without its cut-off day."""
        return self.screen.period(chosen.period_id) if chosen else ""

    def names(self, programme: Programme, chosen: Round | None) -> dict[str, str]:
        """Programme and round for a title, the round not to be broken over two lines."""
        return {"programme": self.screen.name(programme.name), "period": self.short_period(chosen).replace(" ", "\xa0")}

    def documents(self, documents: Iterable[Document]) -> str:
        """The titles of policy documents with their numbers, as a sentence lists them."""
        told = [
            self.say(
                "document",
                title=self.screen.name(entry.title),
                number=self.say("document_number", number=entry.document_number) if entry.document_number else "",
            )
            for entry in documents
        ]
        return self.say("documents_and").join(filter(None, (self.join(told[:-1]), *told[-1:])))

    def provenance(self, provenance: str | None) -> str:
        """Where a figure comes from, in brackets; nothing for no figure."""
        if provenance is None:
            return ""
        return self.say("source", source=self.screen.words(f"provenance.{provenance}.name"))

    def source(self, provenance: str | None) -> str:
        """Where a judgement comes from, behind its sentence; nothing where no figure is judged."""
        if provenance is None:
            return ""
        return self.say("attention.source", source=self.screen.words(f"provenance.{provenance}.name"))

    def class_within(self, provenance: str | None) -> str:
        """The class of counts in a word: with samples where any are among what is counted."""
        if provenance is None:
            return ""
        return self.screen.words("with_sample" if provenance == SAMPLE else f"provenance.{provenance}.name")

    def with_samples(self, provenances: Iterable[str | None]) -> str:
        """What is said of a count with samples among what it counts, in brackets; nothing of others."""
        return self.say("source", source=self.class_within(SAMPLE)) if SAMPLE in provenances else ""

    def status(self, status: str) -> str:
        """A status as shape and word."""
        return f"{self.say(f'mark.{status}')} {self.screen.words(f'status.{status}')}"

    def footer(self, chosen: Round | None) -> str:
        """Data cut-off, build and fingerprint, for the foot of every page."""
        cut_off = chosen.cut_off if chosen else clock.day_of(self.build.built_at)
        text = self.say(
            "footer",
            cut_off=formats.day(cut_off, self.language),
            build=self.build.build_id,
            digest=self.build.inputs_hash[:12],
        )
        return text + (self.say("footer_sample") if self.build.has_sample else "")

    def _moment(self) -> str:
        """When the build was made, by the clock of the responsible government."""
        built_at = clock.local(self.build.built_at)
        return self.say(
            "moment",
            day=formats.day(built_at.date(), self.language),
            hour=f"{built_at:%H}".lstrip("0") or "0",
            minute=f"{built_at:%M}",
            clock=formats.clock_name(self.screen.words),
        )

    def method(
        self, programme: Programme, chosen: Round | None, thresholds: Thresholds | None, documents: Iterable[Document]
    ) -> list[str]:
        """How the figures were judged, to which day, from which build, and whether the documents are in force."""
        say, words = self.say, self.screen.words
        moment = self._moment()
        cut_off = formats.day(chosen.cut_off, self.language) if chosen else moment
        sentences = [say("method.cut_off", day=cut_off, moment=moment)]
        if thresholds:
            limits = {
                "on_track": formats.percent(thresholds.on_track_ratio * 100),
                "slightly": formats.percent(thresholds.slightly_behind_ratio * 100),
            }
            sentences.append(say("method.status", version=thresholds.rule_version, **limits))
            if thresholds.source:
                sentences.append(words("legend.own_limits", source=self.screen.name(thresholds.source)))
        sentences.append(say("method.missing"))
        sentences.append(self.screen.name(programme.cycle_note))
        for entry in documents:
            validity = words(f"validity.{entry.validity}")
            names = {"title": self.screen.name(entry.title), "note": self.screen.name(entry.validity_note)}
            sentences.append(say("method.validity", validity=validity, **names))
        return [sentence for sentence in sentences if sentence.strip()]
