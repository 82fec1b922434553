"""The data that the project ships, copied before any test looks at it: an office may be at work in the checkout."""

import atexit
import shutil
import subprocess
import tempfile
from pathlib import Path

import yaml

from pipelines.definitions.files import catalog_in_force
from tests.published import published

PROJECT = Path(__file__).resolve().parents[1]
# What an office lays in while it works, where no git is there to ask.
LAID_IN = ("archive", "quarantine", "inbox")


def copy_shipped(checkout, target):
    """Copies `data/raw` of a checkout as its git tracks it; what somebody has laid beside it stays out."""
    for name in tracked(checkout):
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(checkout / "data" / "raw" / name, place)
    return target


def copy_office_file(checkout, folder):
    """Copies the `office.yml` of a checkout into a data folder."""
    return shutil.copyfile(checkout / "data" / "office.yml", folder / "office.yml")


def tracked(checkout):
    """The files that git tracks below `data/raw`, as they stand now; in an unpacked archive all but what is laid in."""
    raw = checkout / "data" / "raw"
    if not (checkout / ".git").exists():
        found = (path.relative_to(raw) for path in raw.rglob("*") if path.is_file())
        return sorted(name for name in found if name.parts[0] not in LAID_IN)
    listed = subprocess.run(
        # Whoever owns the checkout: nothing of it is run.
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--", "."], cwd=raw, capture_output=True, check=True
    )  # fmt: skip
    names = [Path(name) for name in listed.stdout.decode().split("\0") if name]
    return sorted(name for name in names if (raw / name).is_file())


def _own_copy():
    folder = Path(tempfile.mkdtemp(prefix="duibiao-shipped-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    copy_office_file(PROJECT, folder)
    raw = copy_shipped(PROJECT, folder / "raw")
    published(folder)
    return raw


# Each test process reads a copy of its own, and whatever it does by mistake happens there.
RAW = _own_copy()


def shipped_office(folder, *without):
    """A data folder of a test's own with the shipped office in it, but for the named parts of `raw`; not loaded."""
    shutil.copytree(RAW, folder / "raw", ignore=shutil.ignore_patterns(*without), dirs_exist_ok=True)
    shutil.copyfile(RAW.parent / "office.yml", folder / "office.yml")
    return folder


def set_office(folder, **facts):
    """Changes what the `office.yml` of a data folder says."""
    path = folder / "office.yml"
    said = yaml.safe_load(path.read_text(encoding="utf-8")) | facts
    path.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    return folder


def shipped_catalog():
    """The catalog of the shipped office."""
    return catalog_in_force(RAW)
