"""What the pages say, on literal rows where every case is known."""

import itertools
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from dash import html

from dashboards.address import Address
from dashboards.components.sections import folded
from dashboards.components.targets.bullet import bullet
from dashboards.phrases.bars import axis_range, share_of_axis
from dashboards.phrases.targets import forecast_text
from dashboards.screen import Screen
from dashboards.words import load_words
from metrics.reading.target import target_view
from metrics.warehouse import current_build_path

from .conftest import HOSTILE, PROGRAMME, Book, both, fill

ROUNDS = {PROGRAMME: ("2020H1", "2020H2"), "sichuan-centres": ("",)}
PATHS = (
    "/", "/units", "/unit/lead", "/unit/city", "/target/above", "/target/empty", "/target/near", "/matrix", "/round",
    "/upload", "/tasks", "/centres", "/centres/compliance", "/quality", "/data", "/data/reports", "/nowhere",
)  # fmt: skip
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")


def views():
    for path in PATHS:
        for programme, rounds in ROUNDS.items():
            for period in rounds:
                for language in ("zh", "en"):
                    yield path, f"?programme={programme}&period={period}&lang={language}"


@pytest.mark.parametrize(("path", "search"), list(views()))
def test_every_page_renders_in_every_programme_round_and_language(page_of, components_of, path, search):
    page = page_of(path, search)
    headings = [node for node in components_of(page.content) if re.fullmatch("H[1-6]", type(node).__name__)]
    levels = [int(type(node).__name__[1]) for node in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels
    assert page.is_found == (path != "/nowhere")


@pytest.mark.parametrize(("path", "search"), [view for view in views() if view[1].endswith("en")])
def test_the_english_view_marks_every_chinese_word_as_such(page_of, pieces_of, path, search):
    stray = [
        piece.text
        for piece in pieces_of(page_of(path, search).content)
        if CHINESE.search(piece.text) and piece.language != "zh" and HOSTILE not in piece.text
    ]
    assert not stray


@pytest.mark.parametrize(("path", "search"), [view for view in views() if view[1].endswith("zh")])
def test_the_chinese_view_holds_no_english(page_of, pieces_of, is_english, path, search):
    stray = [
        piece.text
        for piece in pieces_of(page_of(path, search).content)
        if is_english(piece.text) and piece.language != "en" and HOSTILE not in piece.text
    ]
    assert not stray


def test_the_overview_says_in_words_how_many_targets_stand_where(page_of, text_of):
    assert "2020年下半年（截至12月31日），3 项方案目标：已达成 1 项，未达成 1 项，暂无数据 1 项。" in text_of(
        page_of("/")
    )
    assert (
        "H2 2020 (to 31 December). 3 goals: 1 achieved, 1 missed, 1 without data. 0 of 1 unit that owes a report has reported."
        in text_of(page_of("/", "?lang=en"))
    )


def test_missing_is_said_and_is_never_zero(page_of, text_of, pieces_of):
    text = text_of(page_of("/target/empty"))
    assert "暂无数据" in text
    assert not re.search(r"(?<![\d.])0 项", text)
    counts = [piece.text for piece in pieces_of(page_of("/").content) if "row-actual" in piece.classes]
    assert "暂无数据" in counts


def test_a_figure_on_another_basis_is_marked_and_not_measured(page_of, pieces_of, warehouse):
    pieces = pieces_of(page_of("/target/empty").content)
    assert "口径不同" in {piece.text for piece in pieces if "chip-basis" in piece.classes}
    assert "432" in "".join(piece.text for piece in pieces)
    assert "范围不同" in {piece.text for piece in pieces}
    target = target_view(warehouse.snapshot(), "empty", None).target
    assert (target.actual_value, target.attainment_pct, target.status) == (None, None, "no_data")


def test_what_went_beyond_its_target_is_marked_and_the_axis_holds_it(page_of, pieces_of, warehouse):
    assert "超额" in {piece.text for piece in pieces_of(page_of("/target/above").content)}
    target = target_view(warehouse.snapshot(), "above", None).target
    assert float(axis_range(target)[1]) == pytest.approx(143 * 1.1)
    assert share_of_axis(target, target.actual_value) < 100


def test_almost_met_is_not_shown_as_one_hundred_per_cent(page_of, text_of):
    text = text_of(page_of("/target/near"))
    assert "99.9%" in text
    assert "100.0%" not in text


def test_a_part_of_a_unit_is_called_illustrative(page_of, pieces_of):
    badges = [piece.text for piece in pieces_of(page_of("/unit/lead").content) if "class-sample" in piece.classes]
    assert "示意分解" in badges
    assert "样例" in badges


def test_every_actual_carries_its_badge(page_of, components_of, pieces_of):
    for path in ("/", "/unit/lead", "/target/above"):
        for node in components_of(page_of(path).content):
            if getattr(node, "className", "") in ("gauge-card", "bullet-row"):
                badges = [piece for piece in pieces_of(node) if "badge-class" in piece.classes]
                assert badges, path


def test_hostile_text_stays_text(page_of, components_of, pieces_of):
    for path in ("/units", "/unit/city", "/unit/lead", "/target/empty"):
        page = page_of(path)
        assert any(HOSTILE in piece.text for piece in pieces_of(page.content)), path
        assert not [node for node in components_of(page.content) if type(node).__name__ in ("Script", "Markdown")]


def test_links_carry_programme_period_and_language(page_of, components_of):
    page = page_of("/", f"?programme={PROGRAMME}&period=2020H1&lang=en")
    doors = {node.href for node in components_of(page.content) if getattr(node, "href", "").startswith("/target/above")}
    assert doors == {f"/target/above?programme={PROGRAMME}&period=2020H1&lang=en"}


def test_a_status_in_the_address_filters_the_list(page_of, text_of):
    text = text_of(page_of("/", "?status=missed"))
    assert "只显示“未达成”的 1 项" in text
    assert "显示全部" in text


def test_an_unknown_unit_or_target_says_where_to_go(page_of, text_of):
    for path in ("/unit/nobody", "/target/nothing", "/x/y/z", "/unit/../etc"):
        page = page_of(path)
        assert not page.is_found
        assert "可以从这里继续" in text_of(page)


@pytest.mark.parametrize("search", ["?programme=%00&period=9999H9&lang=zz&status=%3Cb%3E", "?" + "a=1&" * 5000])
def test_nonsense_in_the_address_leads_to_the_defaults(page_of, search):
    page = page_of("/", search)
    assert page.programme.programme_id == PROGRAMME
    assert page.screen.address.period_id == "2020H2"


def test_what_changed_since_the_last_round_is_listed(page_of, pieces_of):
    changes = [piece.text for piece in pieces_of(page_of("/").content) if "changes" in piece.classes]
    assert [text for text in changes if text != "→"] == ["临界", "正常推进", "未达成"]


def test_who_has_not_reported_stands_on_the_overview(page_of, text_of):
    assert "0/1" in text_of(page_of("/"))
    assert "逾期未报" in text_of(page_of("/"))


def test_a_bar_without_figure_is_hatched_and_has_no_length(page_of, warehouse):
    screen = page_of("/").screen
    target = target_view(warehouse.snapshot(), "empty", None).target
    bar = bullet(screen, target)
    assert "bullet-empty" in bar.className
    assert not [mark for mark in bar.children if "bullet-actual" in mark.className]


def rated(unit_id, rating, disagreement, order):
    return {"programme_id": PROGRAMME, "target_id": "near", "unit_id": unit_id, "period_id": "2020H2", "rating": rating,
            "rater": HOSTILE, "rated_on": "2020-12-01", "reason": HOSTILE, "is_independent": True, "provenance": "sample",
            "status": "missed", "disagreement": disagreement, "sort_order": order, **both("sentence", "不一致", "Differs")}  # fmt: skip


@pytest.fixture(scope="module")
def doubted(village, tmp_path_factory):
    """The literal book with two ratings that the figures contradict and one that they do not."""
    book = Book(tmp_path_factory.mktemp("doubted"), current_build_path(village / "warehouse"))
    fill(book)
    book.add("mart.confidence", rated(None, "low", "agree", 3), rated(None, "high", "hopeful", 1),
             rated("city", "high", "hopeful", 2))  # fmt: skip
    return book.publish()


def test_the_overview_lists_only_the_ratings_that_the_figures_contradict(page_of, components_of, doubted):
    page = page_of("/", source=doubted)
    (listed,) = [node for node in components_of(page.content) if "ratings" in str(getattr(node, "className", ""))]
    assert len(listed.children) == 2
    assert "有把握" in str(listed.children[0])
    assert "难以完成" not in str(listed)


def test_the_target_page_lists_every_rating_of_it_the_contradicted_first(page_of, text_of, doubted):
    text = text_of(page_of("/target/near", source=doubted))
    assert text.index("有把握") < text.index("难以完成")
    assert "完成把握与数据" not in text_of(page_of("/target/above", source=doubted))


def test_a_list_of_many_shows_five_and_says_how_many_more():
    screen = Screen(load_words("zh"), Address("/", "zh"))
    entries = [[html.Span(str(number))] for number in range(12)]
    assert "另有 7 项" in str(folded(screen, entries, "lines"))
    assert "另有" not in str(folded(screen, entries[:6], "lines"))


def test_a_bullet_shows_where_its_target_is_heading_with_the_interval(warehouse):
    screen = Screen(load_words("zh"), Address("/", "zh"))
    plain = target_view(warehouse.snapshot(), "near", None).target
    heading = replace(plain, forecast_value=Decimal("104.6"), interval_low=Decimal(90),
                      interval_high=Decimal(400))  # fmt: skip
    names = [mark.className.split()[0] for mark in bullet(screen, heading).children]
    assert names[-2:] == ["bullet-interval", "bullet-forecast"]
    assert not [mark for mark in bullet(screen, plain).children if "forecast" in mark.className]
    # Beyond the axis it ends at the edge: the axis is made for actual and target, the words carry the number.
    band = bullet(screen, heading).children[-2].style
    assert float(band["left"].rstrip("%")) + float(band["width"].rstrip("%")) == pytest.approx(100)
    assert forecast_text(screen, heading) == "到期预测 105 项（90–400）"


def test_a_target_of_another_round_is_answered_with_its_own_last_one(
    page_of, text_of, components_of, shipped, tmp_path_factory
):
    book = Book(tmp_path_factory.mktemp("ended"), current_build_path(shipped / "warehouse"))
    fill(book)
    book.connection.execute("delete from mart.attainment where target_id = 'near' and period_id = '2020H2'")
    ended = book.publish()
    page = page_of("/target/near", f"?programme={PROGRAMME}&period=2020H2&lang=en", source=ended)
    assert (page.is_found, "it belongs to others" in text_of(page)) == (
        False, True,
    )  # fmt: skip
    (link,) = [n for n in components_of(page.content) if "/target/near" in str(getattr(n, "href", ""))]
    assert "period=2020H1" in link.href
    assert page_of(*link.href.partition("?")[::2], source=ended).is_found
    assert "/target/" not in str(page_of("/target/nowhere", "?period=2020H2", source=ended).content)
