"""Who was busy while something was measured, in shares of one core."""

import time
from collections.abc import Mapping

import psutil
import psycopg


class Busy:
    """Counts from its making. `processes` maps a name to the head of a family of processes."""

    def __init__(self, processes: Mapping[str, int]) -> None:
        self._families = {name: psutil.Process(pid) for name, pid in processes.items()}
        self._began = time.perf_counter()
        self._before = self._spent()

    def sentence(self) -> str:
        """ "worker 88 %, PostgreSQL 41 % of a core" """
        passed = time.perf_counter() - self._began
        shares = {name: (now - self._before[name]) / passed for name, now in self._spent().items()}
        return ", ".join(f"{name} {share:.0%}" for name, share in shares.items()) + f" of a core; {_cores()}"

    def _spent(self) -> dict[str, float]:
        return {name: sum(map(_seconds, _family(head))) for name, head in self._families.items()}


def postmaster(url: str) -> int:
    """The process number of the server at `url`."""
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        row = db.execute("select pg_backend_pid()").fetchone()
        assert row is not None
        parent: int = psutil.Process(row[0]).ppid()
        return parent


def _family(head: psutil.Process) -> list[psutil.Process]:
    return [head, *head.children(recursive=True)]


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)  # those that ended, too


def _cores() -> str:
    load = psutil.getloadavg()[0]
    return f"{psutil.cpu_count()} cores, load {load:.1f}"
