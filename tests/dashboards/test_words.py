"""Both languages are complete, and each speaks only for itself."""

import ast
import re
from pathlib import Path

import pytest

from dashboards.documents.contents.wording import TEXT_FOLDER as DOCUMENTS_TEXT
from dashboards.pages.directory import PAGES, menu
from dashboards.words import LANGUAGES, TEXT_FOLDER, UnknownWord, load_words
from metrics.rules import status as status_rules
from metrics.rules.statuses import STATUSES

ROOM = Path(__file__).parents[2] / "dashboards"
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")
FIELD = re.compile(r"\{(\w+)\}")
# What fits behind a dotted beginning that the source fills in.
STATUS_GROUPS = ("status", "light", "legend", "overview.part")


def test_both_languages_have_the_same_keys():
    chinese, english = (set(load_words(language).entries) for language in LANGUAGES)
    assert chinese == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_empty(language):
    allowed = {"qualifier.exact", "comparator.range"}
    empty = {key for key, text in load_words(language).entries.items() if not text.strip()}
    assert empty == allowed


def test_both_languages_fill_in_the_same_values():
    chinese, english = (load_words(language).entries for language in LANGUAGES)
    for key, text in chinese.items():
        optional = {"year", "count", "due", "target"}
        assert set(FIELD.findall(text)) ^ set(FIELD.findall(english[key])) <= optional, key


def test_the_english_words_hold_no_chinese():
    english = dict(load_words("en").entries)
    assert english.pop("other_language") == "中文"
    assert not {key for key, text in english.items() if CHINESE.search(text)}


def test_the_chinese_words_hold_no_english(is_english):
    chinese = dict(load_words("zh").entries)
    assert chinese.pop("other_language") == "English"
    assert not {key for key, text in chinese.items() if is_english(FIELD.sub("", text))}


def test_every_status_has_its_words():
    for group in STATUS_GROUPS:
        for status in STATUSES:
            assert any(key.startswith(f"{group}.{status}") for key in load_words("zh").entries), (group, status)


def test_every_reason_of_a_status_has_its_sentence():
    reasons = {value for name, value in vars(status_rules).items() if name.startswith("REASON_")}
    for language in LANGUAGES:
        assert {f"reason.{reason}" for reason in reasons} <= set(load_words(language).entries)


def test_every_word_asked_for_by_its_whole_key_stands_in_both_files():
    for room, ask, folder in ((ROOM, "words", TEXT_FOLDER), (ROOM / "documents", "say", DOCUMENTS_TEXT)):
        asked = [(key, path) for path in room.rglob("*.py") for key in asked_keys(path, ask)]
        assert len(asked) > 50
        for language in LANGUAGES:
            known = {key.removesuffix(".one").removesuffix(".other") for key in load_words(language, folder).entries}
            missing = sorted(f"{folder / language}.yml: {key} ({path.name})" for key, path in asked if key not in known)
            assert not missing, missing


def asked_keys(path, ask):
    """The keys with which a module asks for words, as far as they are written out whole."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == ask:
            yield from (key.value for key in node.args[:1] if isinstance(key, ast.Constant))


def test_every_page_in_the_menu_has_its_words_and_a_place_of_its_own():
    assert next(iter(menu(None))) == "/" and len(menu(None)) > 5
    for language in LANGUAGES:
        missing = [
            f"{TEXT_FOLDER / language}.yml: {key}"
            for key in menu(None).values()
            if key not in load_words(language).entries
        ]
        assert not missing, missing
    places = [page.MENU_PLACE for page in PAGES if hasattr(page, "MENU_PLACE")]
    assert len(places) == len(set(places)) == len(menu(None))


def test_a_word_that_is_missing_is_told_by_its_key_and_language():
    with pytest.raises(UnknownWord, match=r"en\.yml: 'limits.title'"):
        load_words("en")("limits.title")


def test_every_key_is_named_in_the_source():
    known = set(load_words("en").entries)
    bare = {key.removesuffix(".one").removesuffix(".other") for key in known}
    constants = {
        node.value
        for path in ROOM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    beginnings = tuple(text for text in constants if re.fullmatch(r"[a-z_.]+[._]", text))
    constants |= set(menu(None).values())
    unused = {key for key in bare if key not in constants and not key.startswith(beginnings)}
    assert not unused
