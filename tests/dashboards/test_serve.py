"""`duibiao serve` says in plain text what is wrong, and ends when asked to."""

import fcntl
import json
import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from app import main
from dashboards.web.serve import gunicorn_command, port_complaint
from tests.offices.village import PROGRAMME
from tests.offices.village import village as small_office

pytestmark = pytest.mark.longest


def test_without_a_snapshot_it_names_the_next_step(tmp_path, monkeypatch):
    data = tmp_path / "data"
    assert CliRunner().invoke(main, ["init", str(data)]).exit_code == 0
    monkeypatch.setenv("DUIBIAO_DATA", str(data))
    result = CliRunner().invoke(main, ["serve"])
    assert result.exit_code == 1
    assert "duibiao load" in result.output
    assert "Traceback" not in result.output


def test_a_port_in_use_names_another(village, monkeypatch):
    monkeypatch.setenv("DUIBIAO_DATA", str(village))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port_complaint("127.0.0.1", port)
        result = CliRunner().invoke(main, ["serve", "--port", str(port)])
    assert result.exit_code == 1
    assert "--port" in result.output
    assert port_complaint("127.0.0.1", port) is None


def test_an_address_of_elsewhere_is_a_complaint_not_a_crash():
    assert "192.0.2.1" in port_complaint("192.0.2.1", 8050).en
    assert "no.such.host.invalid" in port_complaint("no.such.host.invalid", 8050).en


def test_the_command_line_of_the_server():
    command = gunicorn_command("::1", 8050, 3)
    assert command[:3] == [sys.executable, "-m", "gunicorn"]
    assert "[::1]:8050" in command
    assert command[-1] == "app:create_app()"


@pytest.mark.slow
def test_it_serves_and_ends_cleanly_on_interrupt(served, village):
    with served(village) as (address, process):
        pass
    assert process.returncode == 0, process.output
    assert f"{address}/" in process.output
    assert "Traceback" not in process.output


@pytest.mark.slow
def test_a_clerk_stands_by_while_it_serves_and_ends_with_it(served, tmp_path, village):
    folder = tmp_path / "data"
    shutil.copytree(village, folder)
    lock = folder / "raw" / "inbox" / "requests" / ".clerk.lock"
    with served(folder) as (_, process):
        wait_until(lambda: lock.exists() and is_held(lock))
    assert process.returncode == 0, process.output
    assert "clerk" in process.output
    assert not is_held(lock)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A village that has received nothing yet."""
    office = small_office(tmp_path_factory.mktemp("village"))
    office.load()
    return office


@pytest.fixture
def office(loaded, tmp_path):
    """The same in a folder of the test's own."""
    return loaded.copied(tmp_path / "office")


def processes():
    """Every process that still runs: its parent, its group, its command line."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            facts = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            command = (folder / "cmdline").read_text("utf-8", errors="replace").replace("\0", " ")
        except OSError:
            continue
        if facts[0] != "Z":
            found[int(folder.name)] = int(facts[1]), int(facts[2]), command
    return found


def family(pid):
    """The processes below one, itself included."""
    found, known = processes(), {pid}
    while more := {child for child, (parent, _, _) in found.items() if parent in known} - known:
        known |= more
    return {member: found[member] for member in known}


def only(members, words):
    (pid,) = [pid for pid, (_, _, command) in members.items() if words in command]
    return pid


def ready(address):
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.status, json.load(refusal)


def ask_contact(address):
    facts = {"by": "王芳", "programme_id": PROGRAMME, "period_id": "2019H1", "unit_id": "v-school", "step": "contact"}
    request = urllib.request.Request(f"{address}/requests/step", json.dumps(facts).encode(), {"X-Duibiao-Request": "1"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["request_id"]


@pytest.mark.slow
def test_a_clerk_that_dies_is_back_and_meanwhile_health_says_so(served, office):
    with served(office.data, **office.environment) as (address, process):
        wait_until(lambda: ready(address)[0] == 200)
        first = only(family(process.pid), "app clerk --parent")
        os.kill(first, signal.SIGKILL)
        told = []
        wait_until(lambda: told.append(ready(address)) or told[-1][0] == 503)
        assert (told[-1][1]["status"], told[-1][1]["has_clerk"]) == ("no clerk", False)
        request_id = ask_contact(address)
        wait_until(lambda: ready(address)[0] == 200)
        assert only(family(process.pid), "app clerk --parent") != first
        answer = office.data / "raw" / "inbox" / "requests" / request_id / "answer.json"
        wait_until(lambda: answer.exists() and json.loads(answer.read_text("utf-8"))["state"] == "done", 120)
    assert process.returncode == 0, process.output
    assert "clerk" in process.output and "-9" in process.output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("killed", "by"),
    [("serve", signal.SIGKILL), ("server", signal.SIGKILL), ("serve", signal.SIGTERM), ("group", signal.SIGTERM)],
)
def test_however_the_server_ends_none_of_its_processes_is_left(served, office, killed, by):
    with served(office.data, **office.environment) as (address, process):
        wait_until(lambda: ready(address)[0] == 200)
        ask_contact(address)
        wait_until(lambda: any("clerk.worker" in command for _, _, command in family(process.pid).values()))
        # A reader who sends half a request and waits keeps a worker busy.
        where = urlsplit(address)
        with socket.create_connection((where.hostname, where.port)) as waiting:
            waiting.sendall(
                b"POST /requests/upload HTTP/1.1\r\nHost: x\r\nX-Duibiao-Request: 1\r\nX-Acting-Name: x\r\nContent-Length: 9\r\n\r\na"
            )
            members = family(process.pid)
            assert len(members) >= 5
            assert {group for _, group, _ in members.values()} == {os.getpgid(process.pid)}
            if killed == "group":
                for pid in members:
                    os.kill(pid, by)
            else:
                os.kill(process.pid if killed == "serve" else server_of(members), by)
            wait_until(lambda: not processes().keys() & members.keys())


def server_of(members):
    """The web server's master: the parent of the workers."""
    servers = {pid for pid, (_, _, command) in members.items() if " gunicorn " in f" {command} "}
    (master,) = [pid for pid in servers if members[pid][0] not in servers]
    return master


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
