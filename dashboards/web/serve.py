"""`duibiao serve`: checks what could go wrong, says where the screens are, runs gunicorn and the clerk."""

from __future__ import annotations

import os
import socket
import sys

import click

from dashboards.web.supervisor import Supervisor
from metrics.office import is_blank
from metrics.sentences import Bilingual, BilingualError
from metrics.settings import PROJECT_FOLDER, data_folder
from metrics.warehouse import Warehouse


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 · address to listen on")
@click.option("--port", default=8050, show_default=True, type=click.IntRange(1, 65535), help="端口 · port")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="进程数 · processes")
def serve(host: str, port: int, workers: int) -> None:
    """在浏览器中查看 · show the screens in a browser (Ctrl-C ends)."""
    is_to_be_made = is_blank(data_folder())
    if not is_to_be_made:
        Warehouse().snapshot()
    if complaint := port_complaint(host, port):
        raise BilingualError(*complaint)
    click.echo(f"对标已启动:http://{host}:{port}/ (按 Ctrl-C 结束)")
    click.echo(f"Duibiao is at http://{host}:{port}/?lang=en (Ctrl-C ends it)")
    if is_to_be_made:
        click.echo(f"{data_folder()} 还没有机构:请在首页填写并建立")
        click.echo(f"There is no office in {data_folder()} yet: make it on the first page")
    sys.stdout.flush()
    os.environ["DUIBIAO_DATA"] = str(data_folder())
    server, clerk = gunicorn_command(host, port, workers), clerk_command(os.getpid())
    sys.exit(Supervisor(server, clerk, PROJECT_FOLDER, _say).run())


def _say(zh: str, en: str) -> None:
    click.echo(f"serve: {zh} · {en}", err=True)


def clerk_command(parent: int) -> list[str]:
    """The command line of the clerk, who does what the pages ask and ends with the process `parent`.

    It is started as a process: the web side never loads the pipeline itself.
    """
    return [sys.executable, "-W", "ignore", "-m", "app", "clerk", "--parent", str(parent)]


def port_complaint(host: str, port: int) -> Bilingual | None:
    """Why nothing can listen there, with the next step; None when it is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As gunicorn binds: a port that only lingers in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            place, other = f"{host}:{port}", f"--port {port % 65535 + 1}"
            return Bilingual(
                f"{place} 无法使用({error.strerror}),请换一个端口,例如 {other}",
                f"{place} cannot be used ({error.strerror}): choose another port, e.g. {other}",
            )
    return None


def gunicorn_command(host: str, port: int, workers: int) -> list[str]:
    """The command line of the server.

    The application is loaded before the fork, which is quicker and takes less memory; the snapshot is opened
    after it, by the first request of each worker.
    """
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "python:dashboards.web.lifeline",
        "--bind",
        address,
        "--workers",
        str(workers),
        "--threads",
        "4",
        "--preload",
        "--graceful-timeout",
        "10",
        "--log-level",
        "warning",
        "app:create_app()",
    ]
