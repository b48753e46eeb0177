"""A real Spark standalone cluster on this machine's loopback: one master, two workers.

Every process picks free ports itself (port 0) and says in its log which, so nothing races for
them. Each is held on a leash: a pipe from this process. When the pipe closes, also because this
process was killed, a small shell stops the Java behind it.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pyspark

SPARK_HOME = Path(pyspark.__file__).parent
WORKERS = 2
# Java compiles once and quickly: nothing here runs long enough for more to pay.
BRIEF = "-XX:TieredStopAtLevel=1"
PATIENCE = 90  # seconds; the machine may be busy
# Stops on a signal, when its input ends, and when Java ends by itself.
LEASH = """
"$@" & java=$!
trap 'kill $java 2>/dev/null' TERM INT
{ cat >/dev/null; kill $java 2>/dev/null; } <&3 &
wait $java
"""
T = TypeVar("T")


class Cluster:
    """What the tests ask of it: its address, who works in it, and its logs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: list[subprocess.Popen[bytes]] = []
        self.url = self.page = ""

    def start(self) -> None:
        deploy = "org.apache.spark.deploy"
        self._start("master", f"{deploy}.master.Master", "--port", "0")
        self.url = self._said("master", r"Starting Spark master at (spark://\S+)")
        self.page = self._said("master", r"MasterWebUI .*started at (http://\S+)")
        for number in range(WORKERS):
            name = f"worker-{number}"
            work = self.folder / name
            options = ["--cores", "1", "--memory", "1g", "--work-dir", str(work), self.url]
            self._start(name, f"{deploy}.worker.Worker", *options)
        self._until("two workers", lambda: len(self.workers()) == WORKERS)

    def workers(self) -> list[dict[str, Any]]:
        """The workers that the master counts as alive, as it describes them."""
        return [w for w in _json(f"{self.page}/json/")["workers"] if w["state"] == "ALIVE"]

    def executors(self, application: str) -> dict[str, list[str]]:
        """The executors of an application by worker, as each worker itself tells."""
        return {
            worker["id"]: [
                str(executor["id"])
                for executor in _json(f"{worker['webuiaddress']}/json/")["executors"]
                if executor["appid"] == application
            ]
            for worker in self.workers()
        }

    def logs(self) -> str:
        """The last lines of every log, executors' too."""
        logs = [*self.folder.glob("*.log"), *self.folder.glob("worker-*/app-*/*/stderr")]
        return "\n".join(
            f"--- {log.relative_to(self.folder)}\n"
            + "\n".join(log.read_text(errors="replace").splitlines()[-40:])
            for log in sorted(logs)
        )

    def stop(self) -> None:
        for process in reversed(self.running):
            assert process.stdin is not None
            process.stdin.close()
        for process in self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            # Its group has Java in it too, should that not have listened.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, name: str, main_class: str, *options: str) -> None:
        ports = ["--host", "127.0.0.1", "--webui-port", "0"]
        if "--port" not in options:
            ports += ["--port", "0"]
        environment = os.environ | {
            "SPARK_HOME": str(SPARK_HOME),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(self.folder / "scratch"),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": BRIEF,
            "SPARK_CONF_DIR": str(self.folder),
        }
        command = [str(SPARK_HOME / "bin" / "spark-class"), main_class, *ports, *options]
        with (self.folder / f"{name}.log").open("wb") as log:
            self.running.append(
                subprocess.Popen(
                    ["sh", "-c", f"exec 3<&0\n{LEASH}", name, *command],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env=environment,
                    start_new_session=True,
                )
            )

    def _said(self, name: str, pattern: str) -> str:
        def look() -> str | None:
            found = re.search(pattern, (self.folder / f"{name}.log").read_text(errors="replace"))
            return found and found[1]

        return self._until(f"{name} to say {pattern}", look)

    def _until(self, what: str, look: Callable[[], T | None]) -> T:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if any(process.poll() is not None for process in self.running):
                break
            with contextlib.suppress(OSError):
                if found := look():
                    return found
            time.sleep(0.1)
        raise RuntimeError(f"Waited in vain for {what}.\n{self.logs()}")


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster that is stopped whatever happens."""
    started = Cluster(folder)
    try:
        started.start()
        yield started
    finally:
        started.stop()


def _json(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)
