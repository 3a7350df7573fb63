"""Suggestions of job titles while twenty people type, through the view, in one process with threads.

Runs in a process of its own with a database of its own. The titles are drawn together from the product's own examples, since
no official file comes with it; `ESCO=FOLDER python -m benchmarks occupations` measures with that folder's labels as well.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter, sleep, thread_time

from benchmarks.rows import Row
from benchmarks.workbook import most_memory

LABELS = 12_000
TYPING = 20
TITLES_EACH = 6
"""With the pauses of somebody who types, that is some thirty seconds."""

PAUSES = (0.15, 0.4)
"""Seconds between two letters that the page asks for: it waits for a pause of 0.15 (toolkit/picker.js)."""

SLIPS = 0.3
"""Share of titles with a slip in them."""

ALLOWED = 0.030


def run() -> list[Row]:
    """Made labels, and those of an official folder where one is named."""
    folders = ["", *filter(None, [os.environ.get("ESCO", "")])]
    return [row for folder in folders for row in _rows(folder, _measured(folder))]


def _rows(folder: str, told: dict[str, float]) -> list[Row]:
    of = "ESCO in Danish" if folder else "made labels"
    labels = int(told["labels"])
    assert told["p95"] < ALLOWED, f"95 of 100 suggestions came within {told['p95']:.3f} s only"
    allowed = f"at most {ALLOWED * 1000:.0f} ms"
    times = (
        ("one person typing, half within", "alone_p50", ""),
        ("one person typing, 95 of 100 within", "alone_p95", allowed),
        ("one person typing, of the processor, 95 of 100 within", "work_p95", allowed),
        (f"{TYPING} people typing, half within", "p50", f"{told['a_second']:.0f} a second"),
        (f"{TYPING} people typing, 95 of 100 within", "p95", allowed),
    )
    return [
        *(
            Row(what=f"Suggestions, {of}: {what}", size=labels, seconds=told[key], note=note)
            for what, key, note in times
        ),
        Row(
            what=f"Loading the titles, {of}",
            size=labels,
            seconds=told["loading"],
            megabytes=told["megabytes"],
            note="memory over the start: the file is a stream",
        ),
        Row(
            what=f"Making the search after a loading, {of}",
            size=labels,
            seconds=told["making"],
            note=f"{told['found']:.0%} of the titles typed were among the ten",
        ),
    ]


def _measured(folder: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as var:
        (Path(var) / "secret-key").write_text("only for this measurement", encoding="utf-8")
        done = subprocess.run(  # this file, again
            [sys.executable, "-m", "benchmarks.occupations", var, folder],
            stdout=subprocess.PIPE,
            check=True,
            text=True,
            env={**os.environ, "FAGKOMPAS_VAR": var, "FAGKOMPAS_DATABASE": "", "FAGKOMPAS_SECOND_FACTOR": "none"},
        )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _measure(var: Path, folder: str) -> dict[str, float]:
    import django  # the settings are the child's own

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fagkompas.website.settings")
    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.urls import reverse
    from django.utils import timezone

    from fagkompas.accounts import actions as accounts
    from fagkompas.occupations import searching
    from fagkompas.occupations.actions.files import load_esco
    from fagkompas.occupations.models import Label

    setup_test_environment()
    call_command("migrate", verbosity=0)
    source = Path(folder) if folder else _written(var / "esco")
    held, begun = most_memory(), perf_counter()
    list(load_esco(source, now=timezone.now(), progress=lambda _file: lambda _rows: None))
    loading, megabytes = perf_counter() - begun, most_memory() - held
    begun = perf_counter()
    searching.search("kok")
    making = perf_counter() - begun

    root = accounts.create_municipality(name="Storkommune")
    titles = list(Label.objects.filter(language="da").order_by("pk").values_list("text", flat=True))
    clients = []
    for number in range(TYPING):
        facts = accounts.StaffFacts(name=f"Person {number}", email=f"person{number}@storkommune.example")
        client = Client()
        client.force_login(accounts.create_employee(unit=root, facts=facts, by=None))
        clients.append(client)
    address = reverse("occupations:suggestions")

    def typing(number: int, pauses: tuple[float, float]) -> tuple[list[float], list[float], int]:
        """For each request the time that it took, and the processor's; and how many titles were found."""
        chance, client = random.Random(number), clients[number]  # noqa: S311  # a measurement
        taken, worked, found = list[float](), list[float](), 0
        for title in chance.sample(titles, TITLES_EACH):
            shown = ""
            for words in _typed(title, chance):
                sleep(chance.uniform(*pauses))
                begun, work = perf_counter(), thread_time()
                answer = client.get(address, {"q": words})
                taken.append(perf_counter() - begun)
                worked.append(thread_time() - work)
                shown = answer.content.decode()
            found += title in shown
        return taken, worked, found

    typing(0, (0, 0))  # what is imported and compiled at the first request
    alone, work = (sorted(times) for times in typing(1, (0, 0))[:2])
    begun = perf_counter()
    with ThreadPoolExecutor(TYPING) as people:
        told = list(people.map(lambda number: typing(number, PAUSES), range(TYPING)))
    together = perf_counter() - begun
    taken = sorted(time for times, _worked, _found in told for time in times)
    return {
        "labels": float(len(titles)),
        "loading": loading,
        "megabytes": megabytes,
        "making": making,
        "work_p95": work[int(len(work) * 0.95)],
        "alone_p50": statistics.median(alone),
        "alone_p95": alone[int(len(alone) * 0.95)],
        "p50": statistics.median(taken),
        "p95": taken[int(len(taken) * 0.95)],
        "a_second": len(taken) / together,
        "found": sum(found for _times, _worked, found in told) / (TYPING * TITLES_EACH),
    }


def _typed(title: str, chance: random.Random) -> Iterator[str]:
    """What stands in the field at each pause: two letters, then one more at a time, up to twenty."""
    text = title[:20].strip()
    if chance.random() < SLIPS and len(text) > 6:
        at = chance.randrange(2, len(text) - 2)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    for length in range(2, len(text) + 1):
        yield text[:length]


def _written(folder: Path) -> Path:
    """Files in ESCO's layout with `LABELS` labels, put together from the words of the examples."""
    from fagkompas.occupations.examples import examples

    chance = random.Random(7)  # noqa: S311  # a measurement
    words = sorted(
        {word for one in examples().occupations for name in (one.title.da, *one.also_da) for word in name.split()}
    )
    places = [
        "på sygehus",
        "i butik",
        "inden for byggeri",
        "på fabrik",
        "i køkken",
        "på skole",
        "ved havnen",
        "i kommune",
    ]
    names = list(dict.fromkeys(_name(words, places, chance) for _each in range(2 * LABELS)))[:LABELS]
    groups = [group.code for group in examples().groups]
    folder.mkdir()
    (folder / "ISCOGroups_da.csv").write_text(
        "conceptUri,code,preferredLabel\n" + "".join(f"x,{code},Gruppe {code}\n" for code in groups), encoding="utf-8"
    )
    four = [code for code in groups if len(code) == 4]
    with (folder / "occupations_da.csv").open("w", encoding="utf-8") as file:
        file.write("conceptUri,iscoGroup,preferredLabel,altLabels\n")
        for number in range(0, LABELS, 4):
            title, *others = names[number : number + 4]
            lines = "\n".join(others)
            file.write(f'uri-{number},{chance.choice(four)},{title},"{lines}"\n')
    return folder


def _name(words: list[str], places: list[str], chance: random.Random) -> str:
    first, second = chance.choice(words).strip("-"), chance.choice(words)
    return f"{first[:6]}{second} {chance.choice(places)}" if chance.random() < 0.5 else f"{first[:8]}{second}"


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]), sys.argv[2])))
