"""Money of other countries, homes and carbon: each stays what it is, from the entry of its unit to page and letter."""

import re
import zipfile

import pytest

from tests.offices.scorecard import OLD_STYLE, OWN_DIMENSIONS, PROGRAMME, TASK, UNIT, scorecard

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=[OLD_STYLE, OWN_DIMENSIONS], ids=["money and count", "own dimensions"])
def office(request, tmp_path_factory):
    office = scorecard(tmp_path_factory.mktemp("scorecard"), request.param)
    values = {
        "rs-homes": 94902,
        "rs-capital": ("610000000", "GBP"),
        "rs-aid": 9.5,
        "rs-carbon": ("25400", "tonnes CO2e"),
    }
    if request.param is OWN_DIMENSIONS:
        values |= {"rs-capital": "£610m", "rs-aid": ("US$9.5m", "")}
    else:
        # Without a dimension of their own, tonnes and kilotonnes are two things counted.
        values |= {"rs-carbon": 25.4}
    office.report(UNIT, "2024H2", "2024-12-30", values, (TASK,))
    office.load()
    return office


@pytest.mark.parametrize(
    ("target", "actual", "unit"),
    [
        ("rs-homes-t", 94902, "homes"),
        ("rs-capital-t", 610, "GBP million"),
        ("rs-aid-t", 9.5, "USD million"),
        ("rs-carbon-t", 25.4, "kt CO2e"),
    ],
)
def test_a_figure_in_another_word_for_its_unit_is_converted_exactly(office, target, actual, unit):
    row = office.judged(target, "2024H2")
    assert (float(row["actual_value"]), row["measure_unit"]) == (actual, unit)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pounds_and_dollars_are_never_printed_as_yuan(office, language):
    for target in ("rs-capital-t", "rs-aid-t"):
        text = office.page(f"/target/{target}?period=2024H2&lang={language}")
        assert not re.search("RMB|人民币|元", text.replace("单元", ""))
    english = {"rs-capital-t": "GBP 610.0 million", "rs-aid-t": "USD 9.5 million"}
    for target, amount in english.items():
        if language == "en":
            assert amount in office.page(f"/target/{target}?period=2024H2&lang=en")


def test_a_count_in_another_language_is_not_grouped_by_ten_thousands(office):
    assert "94902 homes" in office.page("/target/rs-homes-t?period=2024H2&lang=zh")
    assert "94,902 homes" in office.page("/target/rs-homes-t?period=2024H2&lang=en")


def test_carbon_is_not_multiplied_out_under_the_name_of_its_multiple(office):
    text = office.page("/target/rs-carbon-t?period=2024H2&lang=en")
    assert re.search(r"25\.40? kt CO2e", text)
    assert "25,400 kt" not in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_bulletin_gives_money_by_its_own_name_and_homes_as_they_are(office, language):
    out = office.folder / f"bulletin-{language}.docx"
    office.run("bulletin", PROGRAMME, "2024H2", "--lang", language, "--out", out)
    with zipfile.ZipFile(out) as paper:
        text = re.sub("<[^>]+>", "", paper.read("word/document.xml").decode())
    assert not re.search("RMB|人民币|亿元|万元", text)
    homes, pounds = {"zh": ("94902", "610.0"), "en": ("94,902", "GBP 610.0 million")}[language]
    assert homes in text and pounds in text
