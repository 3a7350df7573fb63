"""Who works in Demokommune, and how skilled they are: data for `build.py`.

`skill` is a team's usual point (0-4) in each field of the 2025 frame at the basic level; the specialised level
lies about one point below. People differ around it by seniority and by chance, seeded.
"""

from dataclasses import dataclass, field
from typing import Final

MUNICIPALITY: Final = "Demokommune"
DEPARTMENT: Final = "Beskæftigelse"
DOMAIN: Final = "demokommune.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A unit: its manager is the first of the names."""

    name: str
    category: str
    skill: dict[str, float]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """Somebody who stands out: goes deep in a field, or has hardly begun in it."""

    name: str
    deep: tuple[str, ...] = field(default=())
    new: tuple[str, ...] = field(default=())


HEAD: Final = "Karen Holm"
CONSULTANT: Final = "Mette Vang"
AUDITOR: Final = "Poul Kjær"
ADMINISTRATOR: Final = "Stine Dahl"

TEAMS: Final = (
    Team(
        name="Jobparate",
        category="BFM",
        skill={"AU": 2.7, "LM": 2.3, "IT": 2.3, "BM": 2.6, "VM": 2.2, "NF": 2.2},
        names=(
            "Anders Lund",
            "Birgit Skov",
            "Camilla Bro",
            "Dennis Hauge",
            "Else Marie Krogh",
            "Frederik Toft",
            "Gitte Ravn",
            "Hassan Aziz",
            "Ingrid Balle",
            "Jeppe Nord",
            "Katrine Elm",
            "Lars Bundgaard",
            "Maria Sand",
            "Niels Frost",
            "Olga Winther",
            "Peter Aaskov",
        ),
    ),
    Team(
        name="Unge og uddannelse",
        category="JIM",
        skill={"AU": 2.4, "LM": 2.1, "IT": 2.4, "BM": 2.8, "VM": 1.8, "NF": 2.5},
        names=(
            "Rikke Møller",
            "Simon Holt",
            "Tanja Lind",
            "Ulrik Brandt",
            "Vibeke Storm",
            "William Rask",
            "Yasmin Demir",
            "Zenia Kofoed",
            "Asger Vinde",
            "Bodil Hjort",
            "Christian Aagren",
            "Ditte Mark",
            "Emil Østerby",
        ),
    ),
    Team(
        name="Sygemeldte og fastholdelse",
        category="BFM",
        skill={"AU": 2.1, "LM": 2.7, "IT": 2.2, "BM": 2.7, "VM": 2.1, "NF": 2.4},
        names=(
            "Finn Bek",
            "Grethe Lassen",
            "Henrik Dam",
            "Ida Sommer",
            "Jonas Kruse",
            "Kirsten Vad",
            "Lone Fabricius",
            "Morten Gram",
            "Nadia Hussein",
            "Ole Riis",
            "Pernille Grøn",
            "Rasmus Thy",
            "Susanne Berg",
            "Thomas Voss",
        ),
    ),
    Team(
        name="Virksomhedsservice",
        category="JK",
        skill={"AU": 2.7, "LM": 1.9, "IT": 2.5, "BM": 2.1, "VM": 2.9, "NF": 2.6},
        names=(
            "Una Friis",
            "Viggo Pilgaard",
            "Winnie Hald",
            "Abdi Warsame",
            "Bent Oxholm",
            "Cecilie Juul",
            "Daniel Krag",
            "Esther Moos",
            "Flemming Buus",
            "Gry Astrup",
            "Hanne Kold",
            "Ivan Petersen",
        ),
    ),
    Team(
        name="Integration",
        category="BFM",
        skill={"AU": 2.2, "LM": 2.3, "IT": 2.1, "BM": 2.7, "VM": 2.2, "NF": 2.6},
        names=("Jette Munk", "Kamal Nasser", "Lise Ager", "Mikkel Høst"),
    ),
)

CHARACTERS: Final = (
    Character(name="Birgit Skov", deep=("AU",)),
    Character(name="Gitte Ravn", deep=("BM", "NF")),
    Character(name="Frederik Toft", deep=("IT",)),
    Character(name="Emil Østerby", new=("LM", "VM", "AU")),
    Character(name="Tanja Lind", deep=("BM",)),
    Character(name="Grethe Lassen", deep=("LM",)),
    Character(name="Morten Gram", new=("IT",)),
    Character(name="Viggo Pilgaard", deep=("VM", "AU")),
    Character(name="Winnie Hald", deep=("VM",)),
    Character(name="Cecilie Juul", deep=("VM",)),
    Character(name="Esther Moos", new=("LM",)),
    Character(name="Kamal Nasser", deep=("BM",)),
)

NEW_HERE: Final = {"Jobparate": "Olga Winther", "Unge og uddannelse": "Emil Østerby"}
"""By team, who has come since last year."""

FEW_GO_DEEP_IN: Final = ("LM",)
"""Fields in which nobody but the characters above goes deep: a hole, and one person whom all depend on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What a dialogue left behind: a wish, notes by KAR and an agreement."""

    wish: str
    capability: str
    behaviour: str
    results: str
    agreement: str


TALKS: Final = (
    Talk(
        wish="Jeg vil gerne mere ud til virksomhederne.",
        capability="Siger selv, at virksomhedsbesøg giver energi. Er god til at høre, hvad der ikke bliver sagt.",
        behaviour="Ringer op samme dag, når en aftale glipper, og skriver det ind med det samme.",
        results="Tre borgere er gået fra praktik til ordinære timer siden sommer.",
        agreement="Tager med en kollega på fire virksomhedsbesøg og samler op på teammødet.",
    ),
    Talk(
        wish="Hvordan bliver jeg bedre til at skrive afgørelser, som borgeren forstår?",
        capability="Har styr på reglerne og vil gerne øve sig i at forklare dem kort.",
        behaviour="Beder en kollega læse med, før de svære breve går ud.",
        results="Færre borgere ringer for at spørge, hvad brevet betyder.",
        agreement="Skriver to afgørelser sammen med en kollega, der går i dybden med jura.",
    ),
    Talk(
        wish="Jeg vil tale om tiden til de nye systemer.",
        capability="Fortæller, at der mangler ro til at prøve sig frem.",
        behaviour="Hjælper gerne andre, men spørger sjældent selv.",
        results="Sagerne er opdaterede. De virtuelle samtaler bliver stadig lagt over på andre.",
        agreement="Holder tre virtuelle samtaler med en makker ved siden af inden udgangen af næste kvartal.",
    ),
)
