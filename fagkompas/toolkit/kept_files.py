"""A file that was read and is shown before anything is saved: its row lives for an hour.

    class CitizenImport(KeptRead): ...          what was read, encrypted, and who read it
    CitizenImport.waiting(now).filter(uuid=uuid, author=person)

After an hour it is not found any more, and the next page that anybody opens deletes it (`toolkit.forgotten_files`); where nobody
opens any, the retention run of the night does.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Self
from uuid import uuid4

from django.conf import settings
from django.db import models

from fagkompas.engine.errors import Problem
from fagkompas.toolkit.encrypted_fields import EncryptedTextField
from fagkompas.toolkit.problems import kept_problem, problem_kept

FILE: Final = "file"
"""What read files are encrypted for."""

TO_SHOW: Final = "to show a file before it is saved"
SAVED: Final = "saved"
"""What is kept once a file is saved stands under this word, which no row of a file has for its number."""

SAVED_COLUMNS: Final = ("content", "problems")

UNTIL_SAVED: Final = (
    "until it is saved, or an hour has gone and somebody opens a page; at the latest until the next night"
)
FOR_AN_HOUR: Final = (
    "what was read until it is saved, which rows came of it until an hour has gone and somebody opens a page; "
    "at the latest until the next night"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What came of a file: keys of what it made and changed, and what was left out."""

    created: tuple[int, ...]
    changed: tuple[int, ...]
    problems: tuple[Problem, ...]


class KeptFile(models.Model):
    """Whose it is and when it was read; what was read is the app's own."""

    LIFETIME: ClassVar[timedelta] = timedelta(hours=1)

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.uuid)

    @classmethod
    def waiting(cls, now: datetime) -> models.QuerySet[Self]:
        """Those that may still be saved."""
        return cls._default_manager.filter(read_at__gte=now - cls.LIFETIME)

    @classmethod
    def expired(cls, now: datetime) -> models.QuerySet[Self]:
        """Those that have waited longer than they may."""
        return cls._default_manager.filter(read_at__lt=now - cls.LIFETIME)


class KeptRead(KeptFile):
    """What was read, as JSON and encrypted, and what is odd about the file."""

    content = EncryptedTextField(purpose=FILE, blank=True)
    problems = EncryptedTextField(purpose=FILE, blank=True)

    class Meta(KeptFile.Meta):
        abstract = True

    @classmethod
    def of_file(cls, content: Any, problems: Sequence[Problem], *, now: datetime, **columns: Any) -> Self:
        """A row to be saved."""
        return cls(
            content=json.dumps(content, ensure_ascii=False),
            problems=json.dumps([kept_problem(one) for one in problems], ensure_ascii=False),
            read_at=now,
            **columns,
        )

    @property
    def read(self) -> Any:
        """What was read."""
        return json.loads(self.content)

    def keep_saved(self, *, created: Iterable[int], changed: Iterable[int], problems: Iterable[Problem]) -> None:
        """What was read goes; what came of it is shown until the hour is over. The action saves `SAVED_COLUMNS`."""
        self.content = json.dumps({SAVED: [list(created), list(changed)]})
        self.problems = json.dumps([kept_problem(one) for one in problems], ensure_ascii=False)

    @property
    def saved(self) -> Saved | None:
        """What came of it, None while it waits."""
        read = self.read
        if not isinstance(read, dict) or read.keys() != {SAVED}:
            return None
        created, changed = read[SAVED]
        return Saved(created=tuple(created), changed=tuple(changed), problems=self.odd)

    @classmethod
    def still_waits(cls, pk: int) -> bool:
        """Whether it is there and nobody has saved it; its row is held. To be asked under the lock of what it makes."""
        row = cls._default_manager.select_for_update().filter(pk=pk).first()
        return row is not None and row.saved is None

    @property
    def odd(self) -> tuple[Problem, ...]:
        """What is odd about the file."""
        return tuple(problem_kept(one) for one in json.loads(self.problems))
