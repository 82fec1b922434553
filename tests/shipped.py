"""The data that the project ships, copied before any test looks at it: an office may be at work in the checkout."""

import atexit
import shutil
import subprocess
import tempfile
from pathlib import Path

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
    return copy_shipped(PROJECT, folder / "raw")


# Each test process reads a copy of its own, and whatever it does by mistake happens there.
RAW = _own_copy()
