"""An office that has lived two years: reports of units and centres, steps, imports, a closing, a clock once wrong."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest import mock
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dashboards.exports.datasets import DATASETS
from dashboards.exports.files import write_dataset
from metrics.warehouse import Warehouse
from pipelines.archive import Archive
from pipelines.receiving.desk import Desk
from pipelines.receiving.sent import Sender, Sent
from tests.offices.fuzhou import PROGRAMME, TASK, fuzhou
from tests.offices.office import Office
from tests.shipped import RAW, shipped_catalog

# The day on which it is frozen, and the days as of which it is asked.
LAST_MOMENT = "2020-01-31T02:00"
DAYS = ("2018-12-31", "2019-01-15", "2019-03-10", "2019-07-31", "2020-01-20")
LATEST = "latest"
# `checks` lists the rules of the code, which an office has no part in.
TABLES = tuple(name for name in DATASETS if name != "checks")
# The commands that write into the journal.
RECORDING = {"receive", "round", "centre-report", "import-statistics", "statistics"}
CENTRES, CENTRE_NAME = "tianjin-centres-2018", "试验材料技术创新中心"
STATISTIC = """数据库：分省年度数据
指标：技术市场成交额(亿元)
时间：最近3年
地区,2018年,2017年,2016年,
福建省,{},64.5,43.2,
江西省,115.8,96.2,79.1,
数据来源：国家统计局
"""
CENTRE_HEADER = "方案,中心名称,年度,报送日期,零报告,类别,编码,名称,计量单位,数值,文字内容"
CENTRE_TEXTS = {"progress": "完成建设方案的全部任务。", "problems": "无。", "next-steps": "继续推进。"}


class LivedOffice(Office):
    """An office whose clock stands where its story is."""

    moment = "2018-12-28T01:00"

    def run(self, *arguments: object, fails: bool = False) -> str:
        """One command, by the clock of the story."""
        if arguments[0] in RECORDING:
            self.confirm_time()
        with self.clock():
            return super().run(*arguments, fails=fails)

    def published(self) -> None:
        """What was written is published, by the clock of the story."""
        self.confirm_time()
        with self.clock():
            super().published()

    def clock(self, ahead: timedelta = timedelta()) -> mock._patch[object]:
        """The clock of the machine, standing."""
        moment = datetime.fromisoformat(self.moment).replace(tzinfo=UTC) + ahead
        return mock.patch("metrics.clock.now", lambda: moment)

    def confirm_time(self) -> None:
        """Somebody says a second before that the time is right, where the office has rested for more than a day."""
        archive = Archive(self.data / "raw")
        with self.clock(-timedelta(seconds=1)):
            if not archive.is_time_sure():
                archive.confirm_clock("李四", "机构休息后恢复工作")

    def uploaded(self, path: Path, request_id: str) -> None:
        """A file that a page's request brings."""
        self.confirm_time()
        environment = mock.patch.dict("os.environ", self.environment)
        sent = Sent(path.name, lambda: path.open("rb"), Sender("王芳", request_id))
        with environment, self.clock(), Desk(self.data / "raw", with_sample=False) as desk:
            list(desk.receive_sent([sent]))

    def file(self, name: str, text: str) -> Path:
        """A file somebody has written."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def exported(self, day: str) -> dict[str, str]:
        """Every table that can be exported, by its name, as CSV: as of a day, or the latest view."""
        place, tables = self.folder / "exported.csv", {}
        with mock.patch.dict("os.environ", self.environment), self.clock():
            snapshot = Warehouse(self.data).snapshot(None if day == LATEST else date.fromisoformat(day))
            for name in TABLES:
                write_dataset(snapshot, name, "csv", place)
                tables[name] = place.read_text(encoding="utf-8")
        return tables


def declared(folder: Path) -> LivedOffice:
    """Fuzhou with a statistic of its province and a centre under Tianjin's document; nothing has come in yet."""
    office = LivedOffice(folder)
    fuzhou(folder, office)
    office.scope("fujian", "福建省")
    office.scope("tianjin", "天津市")
    office.indicator("turnover", "技术市场成交额", "annual_flow", "亿元", "sum")
    office.target("fz-turnover", PROGRAMME, "turnover", "fujian", ">=", 80, "亿元", "2018-01-01", "2018-12-31", TASK)
    office.programme(CENTRES, "2018-01-01", "2020-12-31", "year", ["2018", "2019", "2020"])
    shutil.copy(RAW / "definitions" / "policies" / f"{CENTRES}.yml", office.catalog / "policies" / f"{CENTRES}.yml")
    office.row("centres/centres", ["centre_id", "name", "programme_id", "level", "centre_type", "province", "city",
               "field", "lead_unit", "legal_form", "director_name", "director_post", "separate_ledger", "board",
               "expert_committee", "started_on", "recorded_on"], {
        "centre_id": "tj-01", "name": CENTRE_NAME, "programme_id": CENTRES, "level": "provincial", "centre_type": "综合性",
        "province": "天津市", "city": "天津", "field": "材料", "lead_unit": "试验企业", "legal_form": "独立法人",
        "director_name": "试验主任", "director_post": "全职", "separate_ledger": "是", "board": "是",
        "expert_committee": "是", "started_on": "2018-05-01", "recorded_on": "2018-05-01",
    })  # fmt: skip
    office.write()
    return office


def first_round(office: LivedOffice) -> None:
    """The year 2018: refused and sent again, returned and sent again, accepted and closed."""
    day, tasks = "2018-12-28", (TASK,)
    office.load()
    office.run("receive", office.written("市人社局", "2018", day, {"jobs-rate": "约3"}, tasks), fails=True)
    office.report("市人社局", "2018", day, {"jobs-rate": 2.6, "jobs-grad": 93.1}, tasks)
    gulou = {"jobs-new": 5.6, "jobs-re": (3100, "人"), "jobs-hard": 0.16, "jobs-rural": 1.1}
    office.report("鼓楼区", "2018", day, gulou, tasks)
    office.moment = "2018-12-29T07:30"
    office.uploaded(office.written("台江区", "2018", day, {"jobs-new": 4.4, "jobs-re": 0.31}, tasks), "0" * 32)
    office.report("仓山区", "2018", day, {"jobs-new": 2.9, "jobs-re": 0.26, "jobs-hard": 0.11}, tasks)
    office.moment = "2019-01-08T02:00"
    for unit in ("fz-rsj", "fz-taijiang", "fz-cangshan"):
        office.step("accept", PROGRAMME, "2018", unit, reason="已核实")
    office.step("return", PROGRAMME, "2018", "fz-gulou", reason="请核对再就业人数")
    office.moment = "2019-01-10T16:30"
    office.report("鼓楼区", "2018", "2019-01-10", gulou | {"jobs-re": (3000, "人")}, tasks)
    office.step("accept", PROGRAMME, "2018", "fz-gulou")
    office.step("receipt-day", PROGRAMME, "2018", "fz-taijiang", on="2018-12-27", reason="纸质件先到")
    office.moment = "2019-01-20T03:00"
    office.step("close", PROGRAMME, "2018", reason="办结")
    office.run("receive", office.written("鼓楼区", "2018", "2019-01-20", gulou, tasks, 存在问题="无"), fails=True)


def statistics(office: LivedOffice) -> None:
    """Imports of one statistic: one that counts, one far from it that is taken and withdrawn, one that is refused."""
    for moment, name, value in (("2019-02-20T01:00", "一", "82.1"), ("2019-03-05T01:00", "二", "820.1")):
        office.moment = moment
        path = office.file(f"分省年度数据{name}.csv", STATISTIC.format(value))
        office.run("import-statistics", path, "--indicator", "turnover", "--by", "王芳", fails=name == "二")
    office.run("statistics", "take", "分省年度数据二.csv", "--by", "李四", "--reason", "已核对", "--no-load")
    office.moment = "2019-03-20T01:00"
    office.run("statistics", "withdraw", "分省年度数据二.csv", "--by", "李四", "--reason", "数字有误", "--no-load")
    path = office.file("分省年度数据三.csv", STATISTIC.format("8O.1"))
    office.run("import-statistics", path, "--indicator", "turnover", fails=True)


def wrong_clock(office: LivedOffice) -> None:
    """A note that was dated five months ahead, and is set right."""
    office.moment = "2019-09-02T01:00"
    office.step("contact", PROGRAMME, "2019", "fz-gulou", reason="询问进度")
    office.moment = "2019-04-02T01:00"
    office.run("clock", "mend", "--from", "2019-09-02T00:59:59.000000+00:00", "--at", "2019-04-01T09:59:59",
               "--by", "李四", "--reason", "服务器电池没电")  # fmt: skip


def reopened(office: LivedOffice) -> None:
    """A closed report once more, and a second year that is not over with everybody."""
    day, tasks = "2019-12-27", (TASK,)
    office.moment = "2019-06-20T01:00"
    office.step("reopen", PROGRAMME, "2018", "fz-cangshan", reason="漏报一项")
    later = {"jobs-new": 3.3, "jobs-re": 0.26, "jobs-hard": 0.11, "jobs-rural": 1.4}
    office.report("仓山区", "2018", "2019-06-20", later, tasks)
    office.step("accept", PROGRAMME, "2018", "fz-cangshan")
    office.moment = "2019-12-27T01:00"
    sent = office.written("鼓楼区", "2019", day, {"jobs-new": 5.1}, tasks)
    office.run("receive", sent)
    office.run("receive", sent)
    office.report("市人社局", "2019", day, {"jobs-rate": 2.4}, tasks)
    office.run("round", "contact", PROGRAMME, "2019", "fz-taijiang", "--reminder", "--by", "李四", "--no-load")
    office.step("accept", PROGRAMME, "2019", "fz-rsj")


def annual_reports(office: LivedOffice) -> None:
    """A centre's annual report: refused, handed in, returned, handed in again and filed."""
    office.moment = "2020-01-06T01:00"
    office.run("receive", office.file("年度一.csv", annual_report("许多")), fails=True)
    office.run("receive", office.file("年度二.csv", annual_report("2400")), "--by", "赵六")
    office.moment = "2020-01-12T01:00"
    for step, more in (
        ("return", ["--reason", "口径不符"]),
        ("receipt-day", ["--on", "2020-01-05", "--reason", "先到纸质件"]),
    ):
        office.run("centre-report", step, CENTRE_NAME, "2019", "--by", "李四", *more, "--no-load")
    office.run("receive", office.file("年度三.csv", annual_report("2300")), "--by", "赵六")
    office.run("centre-report", "file", CENTRE_NAME, "2019", "--by", "李四", "--no-load")


def annual_report(spending: str) -> str:
    """The file of the centre's report on 2019."""
    items = shipped_catalog().centre_items
    lines = [CENTRE_HEADER]
    for number, item in enumerate(items):
        value = (spending if item.id == "rd-spending" else str(30 - number), "")
        said = value if item.kind == "data" else ("", CENTRE_TEXTS[item.id])
        kind = "数据" if item.kind == "data" else "文字"
        lines.append(",".join([CENTRES, CENTRE_NAME, "2019", "2020-01-05", "否", kind, item.id, item.name.zh,
                               item.measure_unit or "", *said]))  # fmt: skip
    return "\n".join(lines) + "\n"


def lived(folder: Path) -> LivedOffice:
    """The office at the end of its story, loaded."""
    office = declared(folder)
    for chapter in (first_round, statistics, wrong_clock, reopened, annual_reports):
        chapter(office)
    office.moment = LAST_MOMENT
    office.load()
    return office


def freeze(folder: Path, office: LivedOffice) -> None:
    """Keeps what an office has on disk, and every table of every day in a zip of its name, for later code to load."""
    shutil.copyfile(office.data / "office.yml", folder / "data" / "office.yml")
    shutil.copytree(office.data / "raw", folder / "data" / "raw", ignore=shutil.ignore_patterns(".lock"))
    for day in (*DAYS, LATEST):
        with ZipFile(folder / f"{day}.zip", "w", ZIP_DEFLATED) as kept:
            for name, text in office.exported(day).items():
                kept.writestr(ZipInfo(f"{name}.csv"), text, ZIP_DEFLATED)


def thawed(frozen: Path, folder: Path) -> LivedOffice:
    """A copy of a frozen office, at the end of its story, brought up to the layout of today."""
    office = LivedOffice(folder)
    shutil.rmtree(office.data)
    shutil.copytree(frozen / "data", office.data)
    office.moment = LAST_MOMENT
    office.run("upgrade", office.data, "--catalog", frozen / "catalog", "--by", "李四", "--confirm-time")
    return office


def expected(frozen: Path, day: str) -> dict[str, str]:
    """Every table of a day as it was when the office was frozen."""
    with ZipFile(frozen / f"{day}.zip") as kept:
        return {name.removesuffix(".csv"): kept.read(name).decode() for name in kept.namelist()}
