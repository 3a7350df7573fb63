"""Citizens and orders for `matching`, made by chance and seeded: tasks are a doing word and what is done it to."""

import random
from dataclasses import dataclass
from datetime import date
from typing import Any

from fagkompas.engine.matching.order import Condition, Minutes, Order, Task, WorkTime
from fagkompas.matching.profile import Profile, Source

DOING = [
    "pakke",
    "samle",
    "montere",
    "reparere",
    "rengøre",
    "vaske",
    "male",
    "slibe",
    "bære",
    "køre",
    "sortere",
    "tælle",
    "bestille",
    "modtage",
    "sende",
    "levere",
    "servere",
    "anrette",
    "koge",
    "bage",
    "skære",
    "plante",
    "klippe",
    "luge",
    "fodre",
    "passe",
    "hente",
    "bringe",
    "vejlede",
    "sælge",
    "betjene",
    "rådgive",
    "registrere",
    "bogføre",
    "arkivere",
    "scanne",
    "kopiere",
    "trykke",
    "svejse",
    "bore",
]
DONE_TO = [
    "varer",
    "ordrer",
    "kasser",
    "paller",
    "møbler",
    "cykler",
    "biler",
    "maskiner",
    "vinduer",
    "gulve",
    "trapper",
    "lokaler",
    "borde",
    "stole",
    "senge",
    "tøj",
    "sko",
    "bøger",
    "breve",
    "pakker",
    "aviser",
    "kort",
    "mad",
    "kaffe",
    "brød",
    "kager",
    "grønt",
    "kød",
    "fisk",
    "frugt",
    "blomster",
    "buske",
    "træer",
    "hække",
    "græs",
    "haver",
    "stalde",
    "heste",
    "køer",
    "grise",
    "børn",
    "gæster",
    "kunder",
    "beboere",
    "patienter",
    "elever",
    "kolleger",
    "bilag",
    "regninger",
    "fakturaer",
    "lønsedler",
    "skemaer",
    "sager",
    "billeder",
    "plakater",
    "rør",
    "kabler",
    "lamper",
    "pumper",
    "tage",
    "mure",
    "døre",
    "skabe",
    "hylder",
    "lagre",
]
PAPERS = ("licence_b", "forklift_b", "food_hygiene", "child_record")
GROUPS = ("5223", "9412", "4321", "9112", "8322", "4110", "5321", "7115", "2341", "9334")


@dataclass(frozen=True, slots=True)
class Chance:
    """Every choice of a benchmark."""

    by: random.Random

    def phrase(self) -> str:
        """A task in words."""
        return f"{self.by.choice(DOING)} {self.by.choice(DONE_TO)}"

    def profile(self) -> Profile:
        """Twenty lines of can, five of wants, three job tracks; of a third of the citizens hours and the like are known."""
        is_asked = self.by.random() < 1 / 3
        least = self.by.choice([0, 300, 600, 900])
        first = self.by.choice(["1000", "2600", "4000", "5000", "8000"])
        return Profile(
            can={f"{self.phrase()} i {self.by.randint(1, 9)} år": Source.CV for _n in range(20)},
            wants={self.phrase(): Source.TRACK for _n in range(5)},
            cannot=(self.phrase(),) if is_asked else (),
            tracks=tuple(self.by.sample(GROUPS, 3)),
            minutes=(least, least + 900) if is_asked else None,
            free_from=date(2026, self.by.randint(10, 12), 1) if is_asked else None,
            reach=((first, str(int(first) + 900)),) if is_asked else None,
            papers={one: self.by.random() < 1 / 2 for one in PAPERS} if is_asked else {},
            spared=tuple(str(one) for one in self.by.sample(list(Condition), 2)) if is_asked else (),
            times=("day", "evening") if is_asked else None,
        )

    def order(self) -> Order:
        """Six tasks with two competencies each."""
        return Order(
            title=self.phrase(),
            tasks=tuple(
                Task(
                    key=str(number),
                    name=self.phrase(),
                    minutes=self.by.choice([120, 240, 360]),
                    competencies=(self.phrase(), self.phrase()),
                    is_absolute=number == 0 and self.by.random() < 1 / 5,
                )
                for number in range(6)
            ),
            minutes=Minutes(least=600, most=1200),
            starts_on=date(2026, 12, 1),
            postcode=self.by.choice(["4600", "8200", "2650"]),
            papers=frozenset(self.by.sample(PAPERS, 1)),
            conditions=frozenset(self.by.sample(list(Condition), 2)),
            times=frozenset({WorkTime.DAY}),
            isco4=self.by.choice(GROUPS),
        )


def chance(seed: int) -> Chance:
    """The same for the same seed."""
    return Chance(random.Random(seed))  # noqa: S311  # cases of a measurement


def columns_of(order: Order) -> dict[str, Any]:
    """An order as its row has it, without tasks."""
    return {
        "title": order.title,
        "least_minutes": order.minutes.least if order.minutes else None,
        "most_minutes": order.minutes.most if order.minutes else None,
        "starts_on": order.starts_on,
        "postcode": order.postcode,
        "papers": sorted(order.papers),
        "conditions": sorted(order.conditions),
        "times": sorted(order.times),
    }
