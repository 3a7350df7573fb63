"""A server of its own, in its own process on its own SQLite file, that a test may kill and start again.

`python -m tests.journeys.stand_alone` makes the people and the round in the database that the environment names, and
prints how to get in; with `talk` Erik's conversation, with `noted` what is kept of it.
"""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, kw_only=True)
class Inside:
    """Bo's session, and his part in a round."""

    session: str
    participant: str


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Erik's session, and a conversation that he has begun."""

    session: str
    conversation: str


@dataclass(kw_only=True)
class StandAlone:
    """The server; `folder` holds its database."""

    folder: Path
    port: int = field(default_factory=lambda: free_port())
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def set_up(self) -> Inside:
        """An empty database with Bo in a round that takes answers."""
        self._empty_database()
        told = self.run("-m", "tests.journeys.stand_alone")
        return Inside(**json.loads(told.splitlines()[-1]))

    def set_up_talk(self) -> Talk:
        """An empty database with Erik in a conversation."""
        self._empty_database()
        told = self.run("-m", "tests.journeys.stand_alone", "talk")
        return Talk(**json.loads(told.splitlines()[-1]))

    def noted(self) -> dict[str, str]:
        """What the database holds of the conversation's first topic, read past the server: its fields, and key words by id."""
        read: dict[str, str] = json.loads(self.run("-m", "tests.journeys.stand_alone", "noted").splitlines()[-1])
        return read

    def start(self) -> None:
        """Returns when it answers."""
        command = ["-m", "gunicorn", "--workers", "1", "--threads", "4", "--log-level", "error"]
        self.process = subprocess.Popen(
            [sys.executable, *command, "--bind", f"127.0.0.1:{self.port}", "fagkompas.website.wsgi"],
            cwd=ROOT,
            env=self._environment(),
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.1)

    def begin(self, *command: str) -> None:
        """Any other command in the place of the server; it is not waited for."""
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self._environment(),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """At once and without a word: the process and every worker of it."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def drafts(self) -> dict[str, tuple[int | None, bool, str]]:
        """What the database holds, read past the server: item to point, not relevant and note."""
        with closing(sqlite3.connect(f"file:{self.folder}/fagkompas.sqlite3?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT item, value, not_relevant, evidence FROM assessments_draft").fetchall()
        return {item: (value, bool(not_relevant), note) for item, value, not_relevant, note in rows}

    def count(self, question: str) -> int:
        """A number from the database, read past the server."""
        with closing(sqlite3.connect(f"file:{self.folder}/fagkompas.sqlite3?mode=ro", uri=True)) as database:
            (found,) = database.execute(question).fetchone()
        return int(found)

    def _empty_database(self) -> None:
        """That of the tests as it was when it was made: migrating takes longer than what is tested."""
        from tests.settings import MIGRATED

        self.folder.mkdir(exist_ok=True)
        shutil.copy(MIGRATED, self.folder / "fagkompas.sqlite3")

    def _answers(self) -> bool:
        try:
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=2)) as connection:
                connection.request("GET", "/static/website/mark.svg")
                return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False

    def run(self, *command: str) -> str:
        """A command of its own on the same database, to its end: what it says."""
        run = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self._environment(), capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FAGKOMPAS_", "DJANGO_"))}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "fagkompas.website.settings",
            "FAGKOMPAS_VAR": str(self.folder),
            "FAGKOMPAS_SECRET_KEY": "only for this test, and only as long as it runs",
            "FAGKOMPAS_DEBUG": "1",
        }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def people_and_round() -> dict[str, Any]:
    """Runs in the process that `set_up` starts."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from tests.assessments.rounds import make_round, participant_of
    from tests.people import make_people

    people = make_people()
    client = Client()
    client.force_login(people.bo)
    return {
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "participant": str(participant_of(make_round(people.north), people.bo).uuid),
    }


def talk() -> dict[str, Any]:
    """Runs in the process that `set_up_talk` starts."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from tests.citizens.making import make_citizen
    from tests.conversations.making import under_way
    from tests.people import make_people

    people = make_people()
    client = Client()
    client.force_login(people.erik)
    return {
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "conversation": str(under_way(people.erik, citizen=make_citizen(people)).uuid),
    }


def noted() -> dict[str, Any]:
    """Runs in the process that `StandAlone.noted` starts."""
    import django

    django.setup()
    from fagkompas.conversations.models import Topic

    topic = Topic.objects.order_by("order")[0]
    texts = {name: getattr(topic, name) for name in ("explore", "give", "explore_again")}
    return texts | {f"word-{word.uuid}-text": word.word for word in topic.key_words.all()}


if __name__ == "__main__":
    made = {"talk": talk, "noted": noted}.get(sys.argv[-1], people_and_round)()
    sys.stdout.write(json.dumps(made) + "\n")
