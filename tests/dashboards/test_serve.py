"""`duibiao serve` says in plain text what is wrong, and ends when asked to."""

import fcntl
import shutil
import socket
import sys
import time

import pytest
from click.testing import CliRunner

from dashboards.serve import gunicorn_command, port_complaint, serve


def test_without_a_snapshot_it_names_the_next_step(tmp_path, monkeypatch):
    monkeypatch.setenv("DUIBIAO_DATA", str(tmp_path))
    result = CliRunner().invoke(serve)
    assert result.exit_code == 1
    assert "duibiao load" in result.output
    assert "Traceback" not in result.output


def test_a_port_in_use_names_another(shipped, monkeypatch):
    monkeypatch.setenv("DUIBIAO_DATA", str(shipped))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port_complaint("127.0.0.1", port)
        result = CliRunner().invoke(serve, ["--port", str(port)])
    assert result.exit_code == 1
    assert "--port" in result.output
    assert port_complaint("127.0.0.1", port) is None


def test_an_address_of_elsewhere_is_a_complaint_not_a_crash():
    assert "192.0.2.1" in port_complaint("192.0.2.1", 8050)
    assert "no.such.host.invalid" in port_complaint("no.such.host.invalid", 8050)


def test_the_command_line_of_the_server():
    command = gunicorn_command("::1", 8050, 3)
    assert command[:3] == [sys.executable, "-m", "gunicorn"]
    assert "[::1]:8050" in command
    assert command[-1] == "app:create_app()"


@pytest.mark.slow
def test_it_serves_and_ends_cleanly_on_interrupt(served):
    with served() as (address, process):
        pass
    assert process.returncode == 0, process.output
    assert f"{address}/" in process.output
    assert "Traceback" not in process.output


@pytest.mark.slow
def test_a_clerk_stands_by_while_it_serves_and_ends_with_it(served, tmp_path, shipped):
    folder = tmp_path / "data"
    shutil.copytree(shipped, folder)
    lock = folder / "raw" / "inbox" / "requests" / ".clerk.lock"
    with served(folder) as (_, process):
        wait_until(lambda: lock.exists() and is_held(lock))
    assert process.returncode == 0, process.output
    assert "clerk" in process.output
    assert not is_held(lock)


def is_held(path):
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def wait_until(holds, seconds=60):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)
