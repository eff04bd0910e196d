"""What a running PostgreSQL wrote down about itself, and whether it is still true."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil

PORT = 5432  # only part of the socket's name


@dataclass(frozen=True, slots=True)
class Postmaster:
    """The server of one cluster, from its `postmaster.pid`. `socket` is the folder of its socket."""

    cluster: Path
    pid: int
    socket: str
    status: str

    @classmethod
    def of(cls, cluster: Path) -> "Postmaster | None":
        try:
            lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return None
        if not lines or not lines[0].isdigit():
            return None
        lines += [""] * (8 - len(lines))
        return cls(cluster, int(lines[0]), lines[4].strip(), lines[7].strip() or "starting")

    def is_alive(self) -> bool:
        """Whether it still runs; its number may meanwhile be somebody else's, or a dead one's that nobody buried."""
        try:
            return str(self.cluster) in psutil.Process(self.pid).cmdline()
        except psutil.Error:
            return False

    def disown(self) -> None:
        """Makes what a dead server left behind harmless: PostgreSQL would believe that it lives if its number does.

        `postmaster.pid` itself has to stay, for the last processes of a killed server are found through it.
        """
        (Path(self.socket) / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
        if psutil.pid_exists(self.pid):
            with subprocess.Popen(["true"]) as gone:  # its number belongs to nobody afterwards
                gone.wait()
            file = self.cluster / "postmaster.pid"
            file.write_text(file.read_text(encoding="utf-8").replace(str(self.pid), str(gone.pid), 1), encoding="utf-8")
