"""The pages over the shipped data: complete in both languages, and right about the headline target."""

import re

import pytest

from dashboards.components.frame import frame
from dashboards.exports.datasets import DATASETS
from dashboards.pages import figure, report
from dashboards.pages.directory import PAGES, menu
from metrics.reading.programme import all_programmes
from metrics.warehouse import Warehouse

pytestmark = pytest.mark.slow

CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")


@pytest.fixture(scope="module")
def real(shipped):
    return Warehouse(shipped)


def addresses(snapshot):
    for programme in all_programmes(snapshot):
        for entry in programme.rounds:
            search = f"?programme={programme.programme_id}&period={entry.period_id}"
            yield "/", search
            for path in ("/units", "/matrix", "/round", "/tasks"):
                yield path, search
    tables = (f"/data/{name}" for name in DATASETS)
    for path in ("/upload", "/quality", "/centres", "/centres/compliance", "/data", *tables):
        yield path, ""
    for row in snapshot.select("select unit_id from dim.unit order by 1"):
        yield f"/unit/{row['unit_id']}", ""
    for row in snapshot.select("select target_id from fact.target order by 1"):
        yield f"/target/{row['target_id']}", ""
    for row in snapshot.select("select centre_id from fact.centre order by 1"):
        yield f"/centre/{row['centre_id']}", ""
    for name in ("broken", "attention", "unknown", "not_covered", "met"):
        yield "/centres/compliance", f"?status={name}"
    # Any of them may hold the one text that is out of place.
    for row in snapshot.select("select submission_id from fact.submission order by 1"):
        yield f"/report/{row['submission_id']}", ""
    for row in snapshot.select("select submission_id, item_id from fact.report_line where item_kind = 'indicator' "
                               "order by 1, 2 limit 40"):  # fmt: skip
        yield f"/report/{row['submission_id']}/{row['item_id']}", ""


def some_addresses(snapshot):
    """Of each kind of page every eighth, and the last; every table."""
    kinds = {}
    for path, search in addresses(snapshot):
        place = path.split("/")
        kinds.setdefault(path if place[1] == "data" else (place[1], len(place)), []).append((path, search))
    for alike in kinds.values():
        yield from dict.fromkeys([*alike[::8], alike[-1]])


@pytest.fixture(params=[some_addresses, pytest.param(addresses, marks=pytest.mark.journey)])
def walked(request):
    """The pages of a snapshot that are looked at: all of them on a journey, some of each kind before."""
    return request.param


def test_every_shipped_page_is_found_and_speaks_one_language(page_of, pieces_of, is_english, real, walked):
    for path, search in walked(real.snapshot()):
        for language in ("zh", "en"):
            page = page_of(path, f"{search}{'&' if search else '?'}lang={language}", source=real)
            assert page.is_found, path
            pieces = pieces_of(page.content)
            assert not [p.text for p in pieces if re.search(r"\b(None|nan|inf|Decimal)\b", p.text)], path
            if language == "en":
                assert not [p.text for p in pieces if CHINESE.search(p.text) and p.language != "zh"], path
            else:
                shown = [p for p in pieces if p.language != "en" and "quoted" not in p.classes]
                stray = [p.text for p in shown if is_english(p.text)]
                assert not stray, (path, stray)


def test_without_samples_nothing_on_screen_comes_from_them(page_of, pieces_of, components_of, first_day, walked):
    plain = Warehouse(first_day)
    assert not plain.snapshot().build.has_sample
    for path, search in walked(plain.snapshot()):
        page = page_of(path, search, source=plain)
        classes = {name for piece in pieces_of(page.content) for name in piece.classes}
        assert "class-sample" not in classes, path
        body = frame(page, plain.snapshot().build, menu(None))
        assert not [node for node in components_of(body) if getattr(node, "className", "") == "banner"]


@pytest.mark.parametrize("path", ["/", "/matrix", "/tasks"])
def test_a_count_that_samples_are_within_says_so_in_its_sentence(page_of, pieces_of, components_of, real, path):
    page = page_of(path, "?programme=cdm-zone-2018&period=2020H2", source=real)
    (told,) = [node for node in components_of(page.content) if getattr(node, "className", "") == "lead-sentence"]
    assert [piece.text for piece in pieces_of(told) if "class-sample" in piece.classes] == ["含样例"]


def test_the_pages_are_those_and_no_others_and_the_menu_has_its_order():
    assert list(menu(None)) == [
        "/",
        "/units",
        "/matrix",
        "/round",
        "/upload",
        "/programmes",
        "/tasks",
        "/centres",
        "/quality",
        "/data",
    ]
    assert {page.PATH for page in PAGES} == {
        "/", "/units", "/unit/<unit_id>", "/target/<target_id>", report.PATH, figure.PATH, "/matrix", "/round", "/programmes", "/upload",
        "/tasks", "/centres", "/centre/<centre_id>", "/centres/compliance", "/quality", "/data", "/standings/<kind_id>",
        "/office", "/programmes/<programme_id>", "/programmes/<programme_id>/<change>/<subject_id>",
        "/programmes/<programme_id>/breakdown",
    }  # fmt: skip
