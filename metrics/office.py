"""An office: the folder that `DUIBIAO_DATA` names, and what its `office.yml` says of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator

from metrics.contract import requests_folder
from metrics.sentences import Bilingual, BilingualError
from metrics.settings import PROJECT_FOLDER, data_folder, sample_setting
from metrics.yaml_file import parse_yaml

OFFICE_FILE = "office.yml"
Language = Literal["zh", "en"]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# What each key takes, for whoever wrote something else.
ACCEPTED = {
    "name": Bilingual("名称,或写在 zh、en 之下,至少一种", "words, or words under zh, en or both"),
    "languages": Bilingual("[zh]、[en] 或 [zh, en],第一种为默认", "[zh], [en] or [zh, en], the first by default"),
    "time_zone": Bilingual("时区名称,如 Asia/Shanghai", "a time zone such as Asia/Shanghai"),
    "currency": Bilingual("货币代码,如 CNY、GBP", "a currency by its code, such as CNY or GBP"),
    "year_begins": Bilingual("1 至 12 的整数,即年度的第一个月", "a whole number from 1 to 12, the year's first month"),
    "samples": Bilingual("on 或 off", "on or off"),
    "acceptance": Bilingual("officer 或 checks", "officer or checks"),
    "letter": Bilingual("gbt9704 或 plain", "gbt9704 or plain"),
}


# What a new office is taken to say until somebody says otherwise, by the first of its languages.
USUAL = {"year_begins": 1, "samples": "off", "acceptance": "officer"}
USUAL_BY_LANGUAGE = {
    "zh": {"time_zone": "Asia/Shanghai", "currency": "CNY", "letter": "gbt9704"},
    "en": {"time_zone": "UTC", "currency": "EUR", "letter": "plain"},
}


class BadOffice(BilingualError, ValueError):
    """An `office.yml` that cannot be used: every fault with its key, its value and what is accepted."""


class NoOffice(BadOffice):
    """A folder that holds no `office.yml`; the sentence says how to make or bring up an office."""


class OfficeName(BaseModel):
    """What an office is called, in one language or both; a bare text is both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Word | None = None
    en: Word | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: object) -> object:
        return {"zh": given, "en": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _says_something(self) -> OfficeName:
        if self.zh is None and self.en is None:
            raise ValueError("no name")
        return self


class Office(BaseModel):
    """What holds for everything in an office's folder.

    `languages` are those it works in, the default first; `year_begins` is the first month of its year. `samples` says
    whether made-up figures are in. `acceptance` is what holds for a programme that does not say it: a report that
    passes the checks is accepted by them (`checks`), or waits for the officer. `letter` is the layout of its letters.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: OfficeName
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    time_zone: Word
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    year_begins: Annotated[int, Field(ge=1, le=12, strict=True)] = 1
    samples: bool = False
    acceptance: Literal["officer", "checks"] = "officer"
    letter: Literal["gbt9704", "plain"] = "plain"

    @field_validator("samples", mode="before")
    @classmethod
    def _on_or_off(cls, given: object) -> object:
        # YAML reads a bare on and off as true and false.
        if isinstance(given, bool):
            return given
        if given in ("on", "off"):
            return given == "on"
        raise ValueError("on or off")

    @field_validator("languages")
    @classmethod
    def _each_once(cls, given: tuple[Language, ...]) -> tuple[Language, ...]:
        if len(set(given)) < len(given):
            raise ValueError("twice")
        return given

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, given: str) -> str:
        _zone(given)
        return given

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone."""
        return _zone(self.time_zone)

    @property
    def called(self) -> Bilingual:
        """Its name in both languages; where it has one only, that."""
        zh, en = self.name.zh or self.name.en or "", self.name.en or self.name.zh or ""
        return Bilingual(zh, en)


@cache
def _zone(name: str) -> ZoneInfo:
    # What is no name of a zone may be a path, a folder of zones or any text: each fails in its own way.
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone") from None


def load_office(folder: Path) -> Office:
    """The office of a data folder.

    Raises:
        NoOffice: where the folder has no `office.yml`; one of an older Duibiao has none.
        BadOffice: naming every fault of it.
    """
    path = folder / OFFICE_FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise _no_office(folder) from None
    except OSError as error:
        detail = error.strerror
        raise BadOffice(f"{path}: 读不出({detail}),请检查文件和权限",
                        f"{path} cannot be read ({detail}): check file and permissions") from None  # fmt: skip
    return read_office(content, path)


def read_office(content: bytes, path: Path) -> Office:
    """The office that the bytes of an `office.yml` describe; `path` names it in complaints.

    Raises:
        BadOffice: naming every fault of it.
    """
    try:
        said = parse_yaml(content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        detail = " ".join(str(error).split())
        raise BadOffice(f"{path}: 不是 UTF-8 编码的 YAML({detail}),请改正",
                        f"{path} is not YAML in UTF-8 ({detail}): correct it") from None  # fmt: skip
    if not isinstance(said, dict):
        keys = ", ".join(ACCEPTED)
        raise BadOffice(f"{path}: 请逐行写明 {keys}", f"{path}: write a line for each of {keys}")
    try:
        return Office.model_validate(said)
    except ValidationError as error:
        faults = [Bilingual(f"{key}: {zh}", f"{key}: {en}") for key, (zh, en) in _faults(said, error)]
    raise BadOffice(f"{path}: {'；'.join(zh for zh, _ in faults)}", f"{path}: {'; '.join(en for _, en in faults)}")


def _no_office(folder: Path) -> NoOffice:
    if (folder / "raw").is_dir() and not is_blank(folder):
        return NoOffice(
            f"{folder}: 没有 office.yml,是较早版本的数据文件夹,请运行 duibiao upgrade {folder}",
            f"{folder} has no office.yml: it was laid out by an earlier version, run `duibiao upgrade {folder}`",
        )
    return NoOffice(
        f"{folder}: 没有 office.yml,请检查 DUIBIAO_DATA,或运行 duibiao init {folder} 新建一个机构",
        f"{folder} has no office.yml: check DUIBIAO_DATA, or make an office with `duibiao init {folder}`",
    )


def is_blank(folder: Path) -> bool:
    """Whether an office can be made in `folder`: it is missing, or holds no file but what its pages have asked."""
    if not folder.is_dir():
        return not folder.exists() and not folder.is_symlink()
    asked = requests_folder(folder / "raw")
    for place, folders, files in os.walk(folder):
        if Path(place) == asked:
            folders.clear()
        elif set(files) - {f"{OFFICE_FILE}.part"}:  # That is of a making that died.
            return False
    return True


def usual_facts(languages: Sequence[str]) -> dict[str, object]:
    """What an office of these languages is taken to say of itself where nobody says otherwise; all but its name.

    >>> usual_facts(["en"])["time_zone"], usual_facts(["zh", "en"])["letter"]
    ('UTC', 'gbt9704')
    """
    return USUAL_BY_LANGUAGE["zh" if languages[0] == "zh" else "en"] | USUAL


def office_facts(office: Office) -> dict[str, object]:
    """What an office says of itself, as its file has it."""
    facts = office.model_dump(exclude_none=True)
    return facts | {"languages": list(office.languages), "samples": "on" if office.samples else "off"}


def office_faults(said: Mapping[str, object]) -> dict[str, Bilingual]:
    """The key of each fact that cannot be or is missing, with what it takes.

    >>> sorted(office_faults({"name": "x", "languages": ["zh"], "time_zone": "Mars"}))
    ['currency', 'time_zone']
    """
    try:
        Office.model_validate(dict(said))
    except ValidationError as error:
        return dict(_faults(dict(said), error))
    return {}


def _faults(said: dict[Any, Any], error: ValidationError) -> Iterator[tuple[str, Bilingual]]:
    told = set()
    for detail in error.errors():
        key = str(detail["loc"][0]) if detail["loc"] else ""
        if key in told:
            continue
        told.add(key)
        if key not in ACCEPTED:
            keys = ", ".join(ACCEPTED)
            yield key, Bilingual(f"没有这一项,可写 {keys}", f"is no key; keys are {keys}")
        elif said.get(key) in (None, "", {}):
            yield key, Bilingual(f"没有写;可写:{ACCEPTED[key].zh}", f"missing; write {ACCEPTED[key].en}")
        else:
            yield key, _unusable(key, said[key])


def _unusable(key: str, value: object) -> Bilingual:
    zh, en = ACCEPTED[key]
    return Bilingual(f"“{value}”不可用;可写:{zh}", f"{value!r} cannot be: write {en}")


def unusable(key: str, value: object) -> BadOffice:
    """The complaint about one value of the office in force that only its use finds out."""
    path, (zh, en) = data_folder() / OFFICE_FILE, _unusable(key, value)
    return BadOffice(f"{path}: {key}: {zh}", f"{path}: {key}: {en}")


def office_file(facts: Mapping[str, object], path: Path) -> bytes:
    """The text of an `office.yml` that says these facts, in the order in which people read them.

    Raises:
        BadOffice: naming every fact that cannot be; `path` is where it would lie.
    """
    said = {key: facts[key] for key in (*ACCEPTED, *facts) if key in facts}
    content = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, default_flow_style=None)
    office = read_office(content.encode(), path)
    lines = (f"samples: {'on' if office.samples else 'off'}" if line.startswith("samples:") else line
             for line in content.splitlines())  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def office_in_force() -> Office:
    """The office of the data folder, as its file stands now; where that cannot be used, as it was published last.

    Raises:
        BadOffice: as `load_office`, where nothing was published either.
    """
    return office_that_holds(os.environ.get("DUIBIAO_DATA") or PROJECT_FOLDER / "data")


def office_that_holds(folder: str | Path) -> Office:
    """The office of a data folder, as its file stands now; where that cannot be used, as it was published last.

    Raises:
        BadOffice: as `load_office`, where nothing was published either.
    """
    try:
        return _as_it_stands(str(folder))
    except BadOffice:
        # Whoever reads and whoever reports goes on; the next load says what is wrong.
        try:
            return _as_it_stands(os.path.join(folder, "warehouse"))  # noqa: PTH118
        except BadOffice:
            pass
        raise


def _as_it_stands(folder: str) -> Office:
    path = os.path.join(folder, OFFICE_FILE)  # noqa: PTH118 (asked for every day that is turned)
    try:
        seen = os.stat(path)  # noqa: PTH116
    except OSError:
        return load_office(Path(folder).resolve())
    return _read(path, seen.st_mtime_ns, seen.st_size, seen.st_ino)


@cache
def _read(path: str, *_seen: int) -> Office:
    return load_office(Path(path).resolve().parent)


def sample_is_wanted() -> bool:
    """Whether samples are in: a fact of the office, which `DUIBIAO_SAMPLE=off` may only switch off.

    Raises:
        BadSetting: for another value of the setting than on and off.
        BadOffice: as `load_office`.
    """
    return sample_setting() and office_in_force().samples
