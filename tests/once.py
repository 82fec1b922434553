"""What takes long to make, made once for all test processes."""

import fcntl
import os
import shutil
from pathlib import Path


def made_once(tmp_path_factory, name, make):
    """A data folder of the process's own with a build, made once for all processes: `make` gives it, below a folder."""
    own = tmp_path_factory.getbasetemp()
    place = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / f"{name}-once"
    ready = place.with_suffix(".ready")
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            ready.write_text(str(make(place)), encoding="utf-8")
    data = Path(ready.read_text(encoding="utf-8"))
    return shutil.copytree(data, tmp_path_factory.mktemp(name), dirs_exist_ok=True)
