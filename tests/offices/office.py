"""An office of a test's own: declared in a few rows, played through `duibiao`, read from its exports."""

from __future__ import annotations

import copy
import csv
import html
import io
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from unittest import mock
from zlib import crc32

import yaml
from click.testing import CliRunner

from app import main
from dashboards.web.shell import create_dash
from metrics.warehouse import Warehouse
from pipelines.sources import load_sources
from tests.published import published

COLUMNS = {source.table_name: list(source.columns) for source in load_sources()}
# The CSV tables that are definitions.
DEFINED = {source.files.split("/")[1] for source in load_sources() if source.files.startswith("definitions/")}
REPORT = ["方案", "责任单位", "报告期", "报送日期", "零报告", "类别", "编码", "名称", "数值", "分子", "分母", "计量单位",
          "任务状态", "进展情况", "存在问题", "下一步工作", "佐证材料"]  # fmt: skip


# The same headers, answers and fillers in English, for an office that speaks nothing else.
ENGLISH = {
    **dict(zip(REPORT, ["Programme", "Unit", "Period", "Date", "Nil report", "Kind", "Code", "Name", "Value", "Numerator",
                        "Denominator", "Measure unit", "Status", "Progress", "Problems", "Next steps", "Evidence"],
               strict=True)),
    "是": "Yes", "否": "No", "指标": "Indicator", "任务": "Task", "推进中": "In progress", "按计划推进。": "As planned.",
    "无": "none", "继续推进。": "Going on.", "试用": "test", "有效": "valid", "一": "1",
    "李四": "J. Smith", "张三": "P. Jones",
}  # fmt: skip


def words(text: str) -> dict[str, str]:
    """The same words in both languages, for what no test reads."""
    return {"zh": text, "en": text}


class Office:
    """A data folder under `folder`, without samples, entered through files and commands alone."""

    def __init__(self, folder: Path, language: str | None = None) -> None:
        """An office of both languages, or of one, whose names are then given once."""
        self._lies_in(folder)
        self.language = language
        self.facts: dict[str, object] = {
            "name": words(self.said("试用")), "languages": [language] if language else ["zh", "en"], "time_zone": "Asia/Shanghai", "currency": "CNY",
            "year_begins": 1, "samples": False, "acceptance": "checks", "letter": "gbt9704",
        }  # fmt: skip
        self.names: dict[str, tuple[str, str]] = {}
        for place in (self.catalog / "policies", self.catalog / "indicators", self.data / "raw" / "inbox"):
            place.mkdir(parents=True)
        self.lists: dict[str, list[dict[str, object]]] = {"programmes": [], "units": [], "scopes": []}
        self.tables: dict[str, list[dict[str, object]]] = {}

    def _lies_in(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.catalog = self.data / "raw" / "definitions"

    def copied(self, folder: Path) -> Office:
        """The same office in another folder, with all that has come in and its builds."""
        other = copy.deepcopy(self)
        other._lies_in(shutil.copytree(self.folder, folder, dirs_exist_ok=True))
        return other

    # What an office declares -----------------------------------------------------------------------------------------

    def measure_units(self, *entries: dict[str, object]) -> None:
        """Units of measurement besides those that come with the code."""
        self._yaml("measure_units.yml", list(entries))

    def scope(self, scope_id: str, name: str, kind: str = "province") -> None:
        """A territory."""
        self.lists["scopes"].append({"id": scope_id, "name": self._words(name), "kind": kind})

    def unit(self, unit_id: str, name: str, kind: str = "department", **more: object) -> None:
        """A responsible unit; Chinese and English name are the same."""
        self.lists["units"].append({"id": unit_id, "name": name, "name_en": name, "kind": kind, **more})

    def programme(
        self, programme_id: str, starts_on: str, ends_on: str, cycle: str, rounds: Sequence[str] = (), **more: object
    ) -> None:
        """A programme with one document of its own, called like it."""
        self.lists["programmes"].append({
            "id": programme_id, "name": self._words(programme_id), "short_name": self._words(programme_id), "starts_on": starts_on,
            "ends_on": ends_on, "reporting_cycle": cycle, "rounds": list(rounds), "cycle_note": self._words(self.said("试用")), **more,
        })  # fmt: skip
        self.document(programme_id, programme_id, programme_id, starts_on)

    def document(self, document_id: str, programme_id: str, title: str, issued_on: str) -> None:
        """A document in force since the day on which it was issued."""
        self._yaml(f"policies/{document_id}.yml", {
            "id": document_id, "programme_id": programme_id, "title": self._words(title), "document_number": None,
            "issuer": self._words(self.said("试用")), "issued_on": issued_on, "in_force_on": issued_on, "expires_on": None,
            "validity": "in_force", "validity_note": self._words(self.said("有效")), "source_file": "test.txt",
        })  # fmt: skip

    def indicator(
        self,
        indicator_id: str,
        name: str,
        measure_type: str,
        measure_unit: str,
        aggregation: str,
        direction: str = "up",
        **more: object,
    ) -> None:
        """What is counted; its definition says nothing that a test reads."""
        self.names[indicator_id] = name, measure_unit
        self._yaml(f"indicators/{indicator_id}.yml", {
            "id": indicator_id, "name": self._words(name), "measure_type": measure_type, "measure_unit": measure_unit,
            "direction": direction, "aggregation": aggregation, "definition": self._words(name), "basis": self._words(name), **more,
        })  # fmt: skip

    def target(
        self,
        target_id: str,
        programme_id: str,
        indicator_id: str,
        scope_id: str,
        comparator: str,
        value: object,
        measure_unit: str,
        starts_on: str,
        due_on: str,
        task_id: str = "",
        **more: object,
    ) -> None:
        """A target of the programme's own document, which prints its value as it stands here."""
        self.row(f"targets/{programme_id}", COLUMNS["target"], {
            "target_id": target_id, "programme_id": programme_id, "document_id": programme_id,
            "indicator_id": indicator_id, "scope_id": scope_id, "level": "programme", "comparator": comparator,
            "target_value": value, "measure_unit": measure_unit, "value_as_printed": f"{value}", "starts_on": starts_on,
            "due_on": due_on, "section": self.said("一"), "phrase": f"{value}{measure_unit}", "task_ids": task_id, **self._both("note", "试用", "test"), **more,
        })  # fmt: skip

    def task(self, task_id: str, programme_id: str, due_on: str, *units: str, leads: int = 1) -> None:
        """A task with its units in printed order; the first `leads` of them lead."""
        self.names[task_id] = f"{self.said('任务')} {task_id}", ""
        order = len(self.tables.get(f"tasks/{programme_id}", [])) + 1
        self.row(f"tasks/{programme_id}", COLUMNS["task"], {
            "task_id": task_id, "programme_id": programme_id, "document_id": programme_id, "group_code": "1",
            **self._both("group", "一", "one"), "sort_order": order, "number": order,
            **self._both("name", f"任务 {task_id}", f"task {task_id}"), "section": self.said("一"), "due_on": due_on,
        })  # fmt: skip
        for seat, unit in enumerate(units, start=1):
            self.row(f"responsibilities/{programme_id}", COLUMNS["responsibility"], {
                "task_id": task_id, "seat": seat, "unit_name": unit, "role": "lead" if seat <= leads else "support",
                "is_ambiguous": "true" if leads > 1 else "false", **(self._both("note", "试用", "test") if leads > 1 else {}),
            })  # fmt: skip

    def part(
        self, programme_id: str, target_id: str, unit: str, value: object, measure_unit: str, baseline: object = ""
    ) -> None:
        """A unit's part of a target, as an annex would print it."""
        self.row(f"unit_targets/{programme_id}", COLUMNS["unit_target"], {
            "target_id": target_id, "unit_name": unit, "target_value": value, "measure_unit": measure_unit,
            "baseline_value": baseline, "document_title": "附件", "section": "附件", "phrase": f"{value}",
        })  # fmt: skip

    def said(self, text: str) -> str:
        """A Chinese word of a form, or what an English office says instead."""
        return ENGLISH.get(text, text) if self.language == "en" else text

    def _words(self, text: str) -> object:
        return text if self.language else words(text)

    def _both(self, name: str, zh: str, en: str) -> dict[str, str]:
        said = {"zh": zh, "en": en}
        return {f"{name}_{language}": said[language] for language in said if self.language in (None, language)}

    def row(self, name: str, columns: list[str], row: dict[str, object]) -> None:
        """One row of a CSV file of the definitions, or elsewhere under `raw`, which `write` puts there."""
        self.tables.setdefault(name, []).append(dict.fromkeys(columns, "") | row)

    def write(self) -> None:
        """Puts everything declared so far on disk and publishes it; again after a change."""
        (self.data / "office.yml").write_text(yaml.safe_dump(self.facts, allow_unicode=True), encoding="utf-8")
        for name, entries in self.lists.items():
            self._yaml(f"{name}.yml", entries)
        for name, rows in self.tables.items():
            path = self.table(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_csv(list(rows[0]), rows), encoding="utf-8")
        self.published()

    def table(self, name: str) -> Path:
        """Where the rows of one CSV file lie."""
        place = self.catalog if name.split("/")[0] in DEFINED else self.data / "raw"
        return place / f"{name}.csv"

    def _yaml(self, name: str, content: object) -> None:
        (self.catalog / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        """The settings under which its commands and pages run."""
        return {"DUIBIAO_DATA": str(self.data), "DUIBIAO_SAMPLE": "off"}

    # What people do --------------------------------------------------------------------------------------------------

    def run(self, *arguments: object, fails: bool = False) -> str:
        """One `duibiao` command on this office; what it printed."""
        done = CliRunner(env=self.environment).invoke(main, list(map(str, arguments)))
        assert (done.exit_code != 0) is fails, f"{arguments}\n{done.output}\n{done.exception!r}"
        return done.output

    def attempt(self, *arguments: object) -> str:
        """One `duibiao` command that the rules may refuse; what it printed."""
        done = CliRunner(env=self.environment).invoke(main, list(map(str, arguments)))
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.output

    def load(self) -> str:
        """`duibiao load`."""
        return self.run("load")

    def published(self) -> None:
        """What was written is published."""
        published(self.data)

    def report(self, *said: object, **more: object) -> str:
        """A unit's report sent in as `written`; what `duibiao receive` says."""
        return self.run("receive", self.written(*said, **more), "--by", self.said("张三"))  # type: ignore[arg-type]

    def written(
        self,
        unit: str,
        period_id: str,
        day: str,
        values: dict[str, object],
        tasks: tuple[str, ...] = (),
        **more: object,
    ) -> Path:
        """A unit's report as a CSV file: indicator id to value, or to (value, measure unit)."""
        whole = {"责任单位": unit, "报告期": period_id, "报送日期": day, "零报告": "否"} | more
        items: list[dict[str, object]] = []
        for indicator_id, said in values.items():
            name, own_unit = self.names[indicator_id]
            value, measure_unit, *share = said if isinstance(said, tuple) else (said, own_unit)
            items.append({"类别": "指标", "编码": indicator_id, "名称": name, "数值": value, "计量单位": measure_unit,
                          "进展情况": "按计划推进。", **dict(zip(("分子", "分母"), share, strict=False))})  # fmt: skip
        items += [{"类别": "任务", "编码": task_id, "名称": self.names[task_id][0], "任务状态": "推进中", "进展情况": "按计划推进。", "存在问题": "无",
                   "下一步工作": "继续推进。"} for task_id in tasks]  # fmt: skip
        said_so = crc32(f"{day}{values}{more}".encode())
        path = self.folder / f"{unit}-{period_id}-{said_so:08x}.csv"
        rows = [dict.fromkeys(REPORT, "") | whole | item for item in items or [{}]]
        told = [{self.said(header): self.said(f"{value}") for header, value in row.items()} for row in rows]
        path.write_text(_csv([self.said(header) for header in REPORT], told), encoding="utf-8")
        return path

    def step(self, name: str, programme_id: str, period_id: str, *unit: str, **facts: object) -> str:
        """A step of the round: accept, return, close …; nothing is loaded."""
        options = [f"--{key}={value}" for key, value in ({"by": self.said("李四")} | facts).items()]
        return self.run("round", name, programme_id, period_id, *unit, *options, "--no-load")

    def refused(self, name: str, programme_id: str, period_id: str, **facts: object) -> str:
        """What is said of a step on a round that may not be taken."""
        options = [f"--{key}={value}" for key, value in ({"by": "李四"} | facts).items()]
        return self.run("round", name, programme_id, period_id, *options, "--no-load", fails=True)

    def export(self, dataset: str, *options: object) -> list[dict[str, str]]:
        """The rows of one dataset of the build in force."""
        text = self.run("export", dataset, *options)
        return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    def page(self, address: str) -> str:
        """The words of a page as a browser gets it, without tags."""
        with mock.patch.dict("os.environ", self.environment):
            server = create_dash(Warehouse(self.data)).server
            answer = server.test_client().get(address, headers={"Host": "127.0.0.1"})
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        body = re.sub(r"(?s)<(script|style).*?</\1>", "", answer.text)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", "", body)).split())

    def judged(self, target_id: str, period_id: str, unit_id: str = "") -> dict[str, str]:
        """The one row of the attainment export for a target, a round, and a unit or the whole."""
        (found,) = [
            row
            for row in self.export("attainment", "--where", f"target_id:is:{target_id}")
            if (row["period_id"], row["unit_id"]) == (period_id, unit_id)
        ]
        return found


def _csv(columns: list[str], rows: list[dict[str, object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
