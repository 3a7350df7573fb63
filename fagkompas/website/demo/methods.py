"""The method library of the demo: what colleagues tried, favourites, practice, words of the municipality's own, and a method."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from fagkompas.accounts.models import Employee
from fagkompas.methods.actions import (
    finish_quiz,
    keep_favourite,
    register_role_play,
    save_adaptation,
    write_experience,
)
from fagkompas.methods.library import shipped, shipped_data
from fagkompas.website.demo.people import TEAMS
from fagkompas.website.demo.timing import noon, working_day_before

# By place in the first team, and in the one that works with companies: method, what was done, what happened, days ago.
TRIED: Final = (
    (
        1,
        "gamemaster",
        34,
        "Jeg sagde klokkeslættet højt, da vi begyndte, og skrev begges punkter på det samme stykke papir.",
        "Vi nåede det hele for første gang i lang tid. Næste gang lader jeg borgeren skrive.",
    ),
    (
        2,
        "key-words",
        20,
        "Borgeren sagde »bare« tre gange. Jeg gentog ordet og ventede.",
        "Der kom en hel historie om et job, som ikke stod i cv'et.",
    ),
    (
        3,
        "smart",
        12,
        "Vi gik fra »jeg kigger på det« til torsdag klokken ti på biblioteket.",
        "Aftalen blev holdt. Det hjalp at spørge til, hvad der kunne komme i vejen.",
    ),
    (
        4,
        "karl-tomm",
        8,
        "Jeg kom til at være detektiv i et kvarter og gik så over til fremtiden.",
        "Stemningen vendte med det samme. Jeg skal skifte tidligere.",
    ),
    (2, "five-f", 5, "Jeg tegnede de fem felter på en tavle og lod borgeren vælge, hvor vi begyndte.", ""),
)
TRIED_WITH_COMPANIES: Final = (
    (1, "contact-circle", 27, "Jeg lagde næste dato ind, før jeg gik ud ad døren.", "De ringede selv ugen før datoen."),
    (
        2,
        "objections",
        15,
        "Da de sagde, at de ikke havde tid til oplæring, spurgte jeg, hvem der lærte den seneste op.",
        "Det endte i et møde med den, der står for oplæringen.",
    ),
    (
        3,
        "substitution-wheel",
        9,
        "Vi lagde opgaverne på gule sedler på lageret.",
        "Fire timer om ugen kunne flyttes. Sedlerne hænger der endnu.",
    ),
)
FAVOURITES: Final = {1: ("gamemaster", "smart", "key-words"), 2: ("five-f",), 3: ("smart", "ugu")}
PRACTISED: Final = ((1, "gamemaster", 20, 30), (1, "smart", 25, 9), (2, "ugu", 20, 16), (3, "karl-tomm", 30, 4))
OUR_WORDS: Final = {
    "short": {
        "da": "Sig rammen højt, stop op, når I kommer væk fra den, og slut fem minutter før tid.",
        "en": "Say the frame aloud, pause when you drift from it, and finish five minutes early.",
    },
    "not_when": [
        {
            "da": "Den anden er ked af det lige nu. Lyt først; hos os må rammen gerne vente til næste gang.",
            "en": "The other person is upset right now. Listen first; with us the frame may wait until next time.",
        },
        {
            "da": "Der er kun ét kort spørgsmål. Så svar på det.",
            "en": "There is only one short question. Then answer it.",
        },
    ],
}
OWN_CODE: Final = "gaa-samtalen"
OWN: Final[dict[str, Any]] = {
    "name": {"da": "Gå-samtalen", "en": "The walking talk"},
    "short": {
        "da": "Gå en tur sammen, når bordet og skærmen står i vejen.",
        "en": "Take a walk together when the desk and the screen are in the way.",
    },
    "purpose": {
        "da": "Når I går side om side, er der færre øjne at møde og mere luft mellem sætningerne. Det gør det lettere at tale om det, der er svært.",
        "en": "Side by side there are fewer eyes to meet and more air between the sentences. It becomes easier to talk about what is hard.",
    },
    "gives": {
        "da": "Du får ro til at lytte. Den anden bestemmer tempoet og kan selv vælge, hvornår der skal siges noget.",
        "en": "You get the calm to listen. The other person sets the pace and chooses when to speak.",
    },
    "audiences": ["citizen"],
    "phases": ["open", "explore"],
    "situations": ["stuck", "angry"],
    "competencies": ["BM-G1", "BM-G4"],
    "beside": ["key-words", "gamemaster"],
    "steps": [
        {
            "title": {"da": "Spørg først", "en": "Ask first"},
            "text": {
                "da": "Spørg, om den anden har lyst til at gå, og hvor langt det må være.",
                "en": "Ask whether the other person feels like walking, and how far.",
            },
        },
        {
            "title": {"da": "Aftal vejen og tiden", "en": "Agree on the way and the time"},
            "text": {
                "da": "Gå en rundtur, så I begge ved, hvornår I er tilbage.",
                "en": "Walk a round, so that you both know when you are back.",
            },
        },
        {
            "title": {"da": "Skriv aftalen, når I er hjemme", "en": "Write the agreement when you are back"},
            "text": {
                "da": "Sæt fem minutter af ved bordet til det, I blev enige om.",
                "en": "Keep five minutes at the desk for what you agreed.",
            },
        },
    ],
    "parts": [
        {
            "code": "part-1",
            "name": {"da": "På vej ud", "en": "On the way out"},
            "text": {"da": "Begynd let, og lad stilheden være.", "en": "Begin lightly, and let the silence be."},
            "citizen": [
                {"da": "Hvor plejer du at gå, når du skal have luft?", "en": "Where do you go when you need some air?"},
                {"da": "Hvad vil du helst tale om på turen?", "en": "What would you like to talk about on the way?"},
            ],
            "company": [],
        },
        {
            "code": "part-2",
            "name": {"da": "På vej hjem", "en": "On the way back"},
            "text": {"da": "Saml op, mens I stadig går.", "en": "Sum up while you are still walking."},
            "citizen": [
                {"da": "Hvad tager du med fra turen?", "en": "What do you take with you from the walk?"},
                {"da": "Hvad skal vi skrive, når vi er inde igen?", "en": "What do we write when we are inside?"},
            ],
            "company": [],
        },
    ],
    "not_when": [
        {
            "da": "I skal se på papirer sammen. Så bliv ved bordet.",
            "en": "You are to look at papers together. Then stay at the desk.",
        }
    ],
}


def build_methods(*, people: Mapping[str, Employee], consultant: str, today: date) -> None:
    """In the first team, and in the one that works with companies."""
    team, companies = ([people[name] for name in TEAMS[place].names] for place in (0, 3))
    for staff, tried in ((team, TRIED), (companies, TRIED_WITH_COMPANIES)):
        for place, code, days, did, happened in tried:
            write_experience(
                method=shipped()[code],
                did=did,
                happened=happened,
                traces_read="",
                now=noon(working_day_before(today - timedelta(days=days))),
                by=staff[place],
            )
    for place, codes in FAVOURITES.items():
        for code in codes:
            keep_favourite(code=code, is_kept=True, by=team[place])
    _practise(team, today)
    now = noon(working_day_before(today - timedelta(days=60)))
    save_adaptation(
        code="gamemaster", texts=shipped_data("gamemaster") | OUR_WORDS, revision=0, now=now, by=people[consultant]
    )
    save_adaptation(code=OWN_CODE, texts=dict(OWN), revision=0, now=now, by=people[consultant])


def _practise(team: list[Employee], today: date) -> None:
    """Role plays, and a quiz in which one answer could have been better."""
    for place, code, minutes, days in PRACTISED:
        day = working_day_before(today - timedelta(days=days))
        register_role_play(method=shipped()[code], minutes=minutes, now=noon(day), by=team[place])
    quiz, now = shipped()["smart"].quiz, noon(working_day_before(today - timedelta(days=7)))
    answers = [[answer.is_right for answer in card.answers].index(number != 2) for number, card in enumerate(quiz)]
    finish_quiz(method=shipped()["smart"], answers=answers, began_at=now - timedelta(minutes=6), now=now, by=team[1])
