"""The shipped data, loaded once per test process, and ways to alter a copy of it."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from expectations import runner
from metrics import clock
from metrics.warehouse import Snapshot, current_build_path
from tests.once import made_once
from tests.published import load
from tests.shipped import RAW, set_office, shipped_office
from tests.standing import sitecustomize, verdicts

PROJECT = Path(__file__).parents[1]

# Programs that tests run as processes of their own; they import at once what takes seconds.
collect_ignore_glob = ["*_program.py"]

# Midnight does not pass while tests run: neither here nor in a process that they start.
os.environ.setdefault(sitecustomize.BEHIND, str(sitecustomize.behind(clock.now(), clock.day_of).total_seconds()))
sitecustomize.set_back(clock)
# The first process makes the folder, and those that it starts share it.
if verdicts.FOLDER not in os.environ:
    os.environ[verdicts.FOLDER] = tempfile.mkdtemp(prefix="duibiao-verdicts-")
    atexit.register(shutil.rmtree, os.environ[verdicts.FOLDER], ignore_errors=True)
verdicts.keep_verdicts(runner)
os.environ["PYTHONPATH"] = os.pathsep.join((str(Path(sitecustomize.__file__).parent), str(PROJECT)))

# No command that a test runs without naming a data folder may find the one of the checkout.
os.environ["DUIBIAO_DATA"] = str(RAW.parent)
os.environ.pop("DUIBIAO_SAMPLE", None)

# No test may fail for being slow; in CI the examples are the same every time.
settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.register_profile("quick", settings.get_profile("house"), max_examples=15)
settings.load_profile("house")


def pytest_collection_modifyitems(items):
    # Begun first, so that nothing long is still running when all else is done; within a file the order stays.
    marks: dict[Path, set[str]] = {}
    for item in items:
        marks.setdefault(item.path, set()).update(mark.name for mark in item.iter_markers())
    items.sort(key=lambda item: [name not in marks[item.path] for name in ("longest", "browser", "slow")])


def loaded_once(tmp_path_factory, name, with_sample):
    """The same with the shipped raw data."""

    def make(place):
        shipped_office(place)
        outcome = load(place, with_sample)
        assert outcome.state == "published", [finding.text() for finding in outcome.findings]
        return place

    return made_once(tmp_path_factory, name, make)


@pytest.fixture(scope="session")
def village(tmp_path_factory):
    """The data folder of an office of two units and one target, loaded: what every build has, and no more."""
    from tests.offices.village import village as office

    def make(place):
        made = office(place)
        made.load()
        return made.data

    return made_once(tmp_path_factory, "village", make)


@pytest.fixture
def village_office(village, tmp_path):
    """The same office as one of the test's own, to go on with."""
    from tests.offices.village import village as office

    made = office(tmp_path)
    shutil.rmtree(made.data)
    shutil.copytree(village, made.data)
    return made


@pytest.fixture(scope="session")
def shipped(tmp_path_factory):
    """A data folder with a copy of the shipped raw data, loaded with samples."""
    return loaded_once(tmp_path_factory, "shipped", with_sample=True)


@pytest.fixture(scope="session")
def snapshot(shipped):
    """The snapshot of the shipped data."""
    return Snapshot(current_build_path(shipped / "warehouse"))


@pytest.fixture(scope="session")
def first_day(tmp_path_factory):
    """A data folder with a copy of the shipped raw data, loaded without samples: an office on its first day."""
    return loaded_once(tmp_path_factory, "first_day", with_sample=False)


@pytest.fixture(scope="session")
def real_only(first_day):
    """The snapshot of the shipped data without samples."""
    return Snapshot(current_build_path(first_day / "warehouse"))


@pytest.fixture
def first_day_copy(first_day, tmp_path):
    """A data folder of the test's own as on the first day."""
    return shutil.copytree(first_day, tmp_path / "first_day")


@pytest.fixture
def data_copy(tmp_path):
    """A data folder with its own copy of the raw data, not loaded."""
    shipped_office(tmp_path)
    return tmp_path


@pytest.fixture
def move_to(tmp_path, monkeypatch):
    """Makes the office in force one of another time zone."""

    def move(zone):
        folder = tmp_path / f"office-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        shutil.copyfile(RAW.parent / "office.yml", folder / "office.yml")
        monkeypatch.setenv("DUIBIAO_DATA", str(set_office(folder, time_zone=zone)))

    return move


def said_to(data, sample):
    """What the environment of a command says."""
    return {"DUIBIAO_SAMPLE": sample} | ({} if data is None else {"DUIBIAO_DATA": str(data)})


@pytest.fixture(scope="session")
def run_duibiao():
    """Runs the command line in this process, which spares its imports; gives what a process would."""
    from click.testing import CliRunner

    from app import main

    def run(*arguments, data=None, sample="on"):
        done = CliRunner(env=said_to(data, sample)).invoke(main, list(map(str, arguments)))
        # A process would end with a traceback, which no command may.
        if done.exc_info and not isinstance(done.exception, SystemExit | None):
            raise done.exception
        told = (text.replace("\r\n", "\n") for text in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(arguments, done.exit_code, *told)

    return run


@pytest.fixture(scope="session")
def run_process():
    """Runs the command line as a process of its own."""

    def run(*arguments, data=None, sample="on", timeout=120):
        return subprocess.run(
            [sys.executable, "-m", "app", *map(str, arguments)],
            capture_output=True, text=True, env=os.environ | said_to(data, sample), timeout=timeout, check=False,
            encoding="utf-8",
        )  # fmt: skip

    return run
