"""A real Spark standalone cluster on this machine: a master, two workers, and Spark Connect before them."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def wait_for(port, seconds=90):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.3)
    raise TimeoutError(f"nothing listens on {port}")


class Cluster:
    """`home` is the folder of an installed pyspark; logs and work lie below `folder`."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home, self.folder, self.processes = home, folder, []
        master, self.port = free_port(), free_port()
        deploy = "org.apache.spark.deploy"
        self._start("master", f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", master,
                    "--webui-port", free_port())  # fmt: skip
        wait_for(master)
        self.workers = [
            self._start(f"worker-{number}", f"{deploy}.worker.Worker", "--host", "127.0.0.1", "--cores", 1,
                        "--memory", "1g", "--webui-port", free_port(), "--work-dir", folder / f"work-{number}",
                        f"spark://127.0.0.1:{master}")
            for number in (1, 2)
        ]  # fmt: skip
        settings = {
            "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
            "spark.connect.grpc.binding.address": "127.0.0.1", "spark.connect.grpc.binding.port": self.port,
            "spark.executor.memory": "768m", "spark.executor.cores": 1, "spark.driver.memory": "1g",
            "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": 4,
            "spark.sql.warehouse.dir": folder / "tables",
        }  # fmt: skip
        options = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
        self._start("connect", f"{deploy}.SparkSubmit", "--class",
                    "org.apache.spark.sql.connect.service.SparkConnectServer", "--master",
                    f"spark://127.0.0.1:{master}", *options, "spark-internal")  # fmt: skip
        wait_for(self.port)

    def _start(self, name, *command):
        with (self.folder / f"{name}.log").open("w") as log:
            process = subprocess.Popen(
                [str(self.home / "bin" / "spark-class"), *map(str, command)], stdout=log, stderr=log, cwd=self.folder,
                env={**os.environ, "SPARK_HOME": str(self.home)}, start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def kill_worker(self):
        """Kills one worker and what it runs, as a machine that fails."""
        os.killpg(self.workers[0].pid, signal.SIGKILL)

    def stop(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
