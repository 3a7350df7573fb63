"""Runs a command beside a PostgreSQL of its own: `python -m tests.postgresql .venv/bin/pytest tests/accounts`.

Debian's programs make a cluster in a temporary folder, reached by a unix socket only, and it is gone afterwards.
PostgreSQL refuses to run as root; root lends it to the user `postgres`.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Tests may lose their data in a power cut.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def programs() -> Path:
    """The folder of the newest PostgreSQL that Debian has installed."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda file: float(file.parts[-3]))
    if not versions:
        sys.exit("PostgreSQL is not installed; ./setup.sh tests installs it, or says what to install.")
    return versions[-1].parent


@contextmanager
def cluster() -> Iterator[str]:
    """The address of an empty PostgreSQL, as FAGKOMPAS_DATABASE takes it."""
    folder = Path(tempfile.mkdtemp(prefix="fagkompas-postgresql-"))
    owner = "postgres" if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner, owner)
    data = folder / "data"
    pg_ctl = programs() / "pg_ctl"

    def run(*command: str | Path) -> None:
        group = {"user": owner, "group": owner, "extra_groups": []} if owner else {}
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **group)  # type: ignore[call-overload]

    try:
        run(programs() / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' {FAST}"
        run(pg_ctl, "start", "--wait", "-D", data, "-l", folder / "log", "-o", options)
        try:
            yield f"postgres://postgres@/postgres?host={folder}"
        finally:
            run(pg_ctl, "stop", "--wait", "-m", "immediate", "-D", data)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Exit code of the command; the cluster is stopped whatever happens, also when this is told to end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster() as address:
        return subprocess.run(command, env=os.environ | {"FAGKOMPAS_DATABASE": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
