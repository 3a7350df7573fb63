"""What in free text could lead to a person: the guard of every text that must not say who it is about.

    text ──traces_in──> CPR-like number: refused, always
                        telephone, e-mail, address, place, long number, name: told, and the writer decides
                        illness or addiction: told where it stands beside one of these
    text ──health_in──> illness, addiction, medicine, treatment: told wherever it stands

It finds what has a form. It cannot know a person from a story, and pages say so. What is found is told once, in the
order of the text, all kinds together. Names are those of the municipality's own people, and two or more words in a row
with capital letters. A place is a street or one of `toolkit.places` after a word such as "i" or "fra". An illness by
itself leads to nobody, and most cases have one; with a place or a name it may.

::

    guard({"situation": text}, names=names, read=stamp)    # in an action, before it saves
    except TracesFound as warning: ...                     # the page shows `ui/_traces.html`, and sends `stamp` along
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.places import PLACES


class TraceKind(StrEnum):
    """What it looks like."""

    CPR = "cpr"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    PLACE = "place"
    NUMBER = "number"
    NAME = "name"
    ILLNESS = "illness"
    HEALTH = "health"


KINDS: Final[Mapping[TraceKind, StrPromise]] = {
    TraceKind.CPR: _("looks like a CPR number"),
    TraceKind.EMAIL: _("looks like an e-mail address"),
    TraceKind.PHONE: _("looks like a telephone number"),
    TraceKind.ADDRESS: _("looks like an address"),
    TraceKind.PLACE: _("looks like a place"),
    TraceKind.NUMBER: _("looks like the number of a case or a person"),
    TraceKind.NAME: _("looks like a name"),
    TraceKind.ILLNESS: _("says something about health, beside what may lead to a person"),
    TraceKind.HEALTH: _("says something about health"),
}


OF_A_CASE: Final = frozenset({TraceKind.PLACE, TraceKind.ILLNESS})
"""Told where a text is about a person; where it is about a course, towns and illnesses are ordinary words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Something in a text: what it looks like, and the words as they stand there; of a CPR number only dots."""

    kind: TraceKind
    found: str

    @property
    def says(self) -> StrPromise:
        """In the reader's language, after the words."""
        return KINDS[self.kind]


_CAPITAL: Final = "A-ZÆØÅÄÖÜÉ"
_LETTER: Final = "a-zæøåäöüéA-ZÆØÅÄÖÜÉ'’"
_WORD: Final = re.compile(rf"(?<![\w@])[{_CAPITAL}][{_LETTER}]*[a-zæøåäöüé](?:-[{_CAPITAL}][{_LETTER}]+)*(?![\w@])")
_PAIR: Final = re.compile(rf"{_WORD.pattern}(?:[ \t]+(?:{_WORD.pattern}|[{_CAPITAL}]\.))+")
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE: Final = re.compile(
    r"(?<![\w-])(?:(?:\+|00)45[ -]?)?[2-9][0-9](?:[ -]?[0-9]{2}){3}(?![\w-])|(?<![\w-])(?:\+|00)[1-9][0-9 -]{7,16}[0-9](?!\w)"
)
_NAME_PART: Final = rf"[{_CAPITAL}][{_LETTER}.]*"
_STREET_END: Final = "vej|gade|allé|alle|stræde|vænge|parken|torv|plads|boulevard|bakke|have|gård|toft|vang"
_STREET_WORD: Final = "[Vv]ej|[Gg]ade|[Aa]ll[ée]|[Ss]træde|[Tt]orv|[Pp]lads|[Bb]oulevard|[Vv]ænge|[Kk]aj|[Ss]ti"
_HOUSE: Final = r"[ \t]+[0-9]{1,3}(?![0-9])[ \t]?[A-Z]?(?!\w)"
_ADDRESS: Final = re.compile(
    rf"(?<!\w)(?:{_NAME_PART}[ \t]+)*[{_CAPITAL}][{_LETTER}.-]*(?:{_STREET_END})(?:en|et|n)?{_HOUSE}"
    rf"|(?<!\w)(?:{_NAME_PART}[ \t]+)+(?:{_STREET_WORD}){_HOUSE}"
    rf"|(?<![\w.,])[1-9][0-9]{{3}}[ \t]+[{_CAPITAL}][a-zæøåé]+(?!\w)"
)
_WHERE: Final = r"(?<!\w)(?:[Ff]ra|[Ii]|[Vv]ed|[Pp]å|[Nn]ær|[Tt]il|[Oo]mkring|[Ff]rom|[Ii]n|[Nn]ear|[Aa]t)[ \t]+"
_PLACE: Final = re.compile(
    rf"{_WHERE}(?P<street>(?:{_NAME_PART}[ \t]+)*[{_CAPITAL}][{_LETTER}.-]*(?:{_STREET_END})(?:en|et|n)?)(?!\w)"
    rf"|{_WHERE}(?P<town>(?:{'|'.join(sorted(PLACES, key=len, reverse=True))}))s?(?!\w)"
    rf"|(?<!\w)(?P<municipality>(?:{'|'.join(sorted(PLACES, key=len, reverse=True))})s?[ \t]+[Kk]ommune)(?!\w)"
)
_BODY: Final = (
    "ryg|knæ|hofte|skulder|nakke|hånd|hånds|håndled|fod|arm|ben|hjerte|nyre|lunge|lever|mave|tarm|hud|øjen|øre|hjerne|led|muskel|hals"
    "|stofskifte|bryst|blære|tand|albue|meniskus|grå stær"
)
"""In front of what ails it: "rygsmerter", "hjertesygdom"."""

_ILLNESS: Final = re.compile(
    r"(?<!\w)(?:(?:fødsels|vinter)?depressi|(?:social|præstations|højde)?angst|anxiety|adhd|autis|asperger|tourette"
    r"|skizofren|schizophren|bipolar|borderline|ptsd|ocd(?!\w)|psykose|psychosis|personlighedsforstyr|spiseforstyr|anoreks|bulimi"
    r"|(?:stof|alkohol|hash|pille)?misbrug(?!t)|alkoholis|addict"
    r"|(?:bryst|lunge|tarm|hud|prostata|livmoder|hals|mave|lever|knogle|blod)?kræft(?!er|ig|ens[ \t]+bekæmp)|cancer|leukæmi"
    r"|sklerose|sclerosis|diabet|sukkersyge|epilep|demen(?:s|t)(?!\w*(?:er|i))|dementia|blodprop|hjerneskade|hjernerystelse"
    r"|fibromyalgi|leddegigt|parkinson|hepatitis|hiv(?!\w)|diskusprolaps|lammelse)\w*",
    re.IGNORECASE,
)
_HEALTH: Final = re.compile(
    rf"{_ILLNESS.pattern}"
    # Whole words and compounds with an end of their own, so that trades and things of work that begin alike are left alone.
    r"|(?<!\w)(?:syge?|(?:kræft|hjerte|nyre|sinds|psykisk[ \t]+)syge?|handicap(?:pet|pede)?|gravid(?:e|itet|iteten)?|(?:ord|farve)?blind"
    r"|(?<!i[ \t])blinde(?![ \t]+vink)|(?:tung)?døve?|tunghør(?:e|t)?|svagtseende|kemo|kol(?=[ \t]*[,.;)]|$)|allergi|allergier|allergisk"
    r"|\w*medicin(?:en)?|medicine|stress(?:et|ede|ramt|ramte)?|alkoholiker\w*|operation(?:en|er|erne)?"
    rf"|(?:{_BODY})(?:operation|opereret|transplantation)(?:en|er)?|\w*gigt(?:en|ramt)?|sick(?:ness)?|pains?|painful|painkillers?"
    r"|pregnant|pregnancy|disabled|disabilit(?:y|ies)|deaf|injury|injuries|injured|brække(?:t|de)[ \t]+\w+"
    r"|ondt[ \t]+i[ \t]+\w+|dårligt?[ \t]+(?:ryg|knæ|hofte|skulder|hjerte|syn|hørelse|ben)"
    r"|nedsat[ \t]+(?:syn|hørelse|funktionsevne)|(?:heart|back|knee|hip|kidney|lung)[ \t]+(?:problems?|disease|condition|trouble|attack))(?!\w)"
    # Beginnings, in whatever compound goes on from there.
    r"|(?<!\w)(?:\w*sygdom|syge?meld|sygedag|sygefravær|sygeforløb|sygelig|raskmeld|\w*smerte(?!fri|grænse)"
    rf"|(?:{_BODY})s?(?:lidelse|skade|problem|besvær|gener(?!er)|svigt|flimmer|anfald|betændelse)"
    r"|diagnos|medicinere|antidepress|psykiat|psykisk[ \t]+(?:lid|sår|nedbr)|psykolog(?!isk[ \t]+tryghed)|sindslid|selvmord|selvskad|udbrændt|migræne|migraine|astma|asthma"
    r"|piskesmæld|whiplash|hovedpine|indlagt(?![ \t]+(?:vand|strøm|internet|fiber))|indlæg(?:ges|gelse)|opereret|opereres|kronisk|kemoterapi"
    r"|strålebehandl|dialyse|genoptræn|psoriasis|eksem(?!pe)|iskias|søvn(?:løs|besvær|problem)|overvægt|blodtryk|abstinens|afrusning|metadon"
    r"|arbejdsskade|funktionsnedsæt|hørenedsæt|synsnedsæt|kørestolsbruger|protese|lægeerklær|speciallæge|medication|psychiat|depressed"
    r"|surgery|illness|disease|arthritis|chemotherap)\w*",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?<![\w.,])[0-9](?:[ -]?[0-9]){5,}(?![\w])")
_PATTERNS: Final = (
    (TraceKind.EMAIL, _EMAIL),
    (TraceKind.PHONE, _PHONE),
    (TraceKind.ADDRESS, _ADDRESS),
    (TraceKind.PLACE, _PLACE),
    (TraceKind.NUMBER, _NUMBER),
    (TraceKind.ILLNESS, _ILLNESS),
)
_SHORTEST_NAME: Final = 2


def traces_in(text: str, *, names: Collection[str] = ()) -> tuple[Trace, ...]:
    """Everything in the text that looks as if it led to a person; `names` are whole names of people one knows."""
    return tuple(dict.fromkeys(trace for _place, trace in sorted(_found(text, names), key=lambda pair: pair[0])))


def _found(text: str, names: Collection[str]) -> Iterator[tuple[int, Trace]]:
    if cpr_like(text):
        masked = next(part for part in masked_cpr(text).split() if "•" in part)
        yield 0, Trace(kind=TraceKind.CPR, found=masked.strip(".,;:()"))
    taken: list[range] = []
    rest = masked_cpr(text)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(rest):
            start, end = match.span(match.lastgroup or 0)
            if not any(start in other for other in taken):
                taken.append(range(start, end))
                yield start, Trace(kind=kind, found=rest[start:end].strip())
    for start, name in _names(rest, names):
        if not any(start in other for other in taken):
            yield start, Trace(kind=TraceKind.NAME, found=name)


def _names(text: str, names: Collection[str]) -> Iterator[tuple[int, str]]:
    """Two capitalised words in a row; a word of a known name with a capital letter; a known whole name however written."""
    pairs = [range(match.start(), match.end()) for match in _PAIR.finditer(text)]
    for pair in pairs:
        yield pair.start, " ".join(text[pair.start : pair.stop].split())
    known = {word for name in names for word in re.findall(rf"[{_LETTER}-]+", name) if len(word) >= _SHORTEST_NAME}
    for match in _WORD.finditer(text):
        is_known = match[0] in known or match[0].removesuffix("s") in known
        if is_known and not any(match.start() in pair for pair in pairs):
            yield match.start(), match[0]
    lower = text.lower()
    for name in names:
        place = lower.find(name.lower()) if " " in name else -1
        if place >= 0 and not any(place in pair for pair in pairs):
            yield place, text[place : place + len(name)]


class TracesFound(Exception):  # a warning that one may answer, not an error
    """Texts that may lead to a person, and that nobody has yet said to save as they are. By field."""

    def __init__(self, traces: Mapping[str, Sequence[Trace]]) -> None:
        super().__init__(", ".join(traces))
        self.traces = traces

    @property
    def stamp(self) -> str:
        """Tells these findings from any others: a warning that was read counts for what it named, and nothing else."""
        lines = [f"{field}:{one.kind}:{one.found}" for field, found in sorted(self.traces.items()) for one in found]
        return sha256("\n".join(lines).encode()).hexdigest()[:32]

    def less(self, known: "TracesFound | None") -> "TracesFound | None":
        """Those that are not among the `known`; None for nothing."""
        before = known.traces if known else {}
        left = {
            field: [one for one in found if one not in before.get(field, ())] for field, found in self.traces.items()
        }
        told = {field: found for field, found in left.items() if found}
        return TracesFound(told) if told else None


def words_in(warning: TracesFound | None) -> list[str]:
    """What it found, for a page that has no field to say it beside; nothing without one."""
    return [one.found for found in warning.traces.values() for one in found] if warning else []


def guard(texts: Mapping[str, str], *, names: Collection[str] = (), read: str = "") -> None:
    """Let texts through that lead to nobody, or whose warning was read (`read` is its stamp).

    Raises `BadInput` with the fields that hold what looks like a CPR number, else `TracesFound`.
    """
    refuse_cpr(texts)
    _warn(warning_about(texts, names=names), read)


def guard_health(texts: Mapping[str, str], *, read: str = "") -> None:
    """The guard of what a company or a colleague will see about somebody they know: names may stand there, health may not.

    Raises as `guard` does.
    """
    refuse_cpr(texts)
    _warn(health_in(texts), read)


def refuse_cpr(texts: Mapping[str, str]) -> None:
    """Let texts through without anything like a CPR number. Raises `BadInput` with the fields that hold one."""
    refused = [
        Problem(place=Place(column=field), found=masked_cpr(text), message_code="cpr_number")
        for field, text in texts.items()
        if cpr_like(text)
    ]
    if refused:
        raise BadInput(tuple(refused))


def _warn(warning: TracesFound | None, read: str) -> None:
    if warning is not None and warning.stamp != read:
        raise warning


def health_in(texts: Mapping[str, str]) -> TracesFound | None:
    """Every word about illness, medicine or treatment, by field; None for nothing."""
    found = {
        field: [
            Trace(kind=TraceKind.HEALTH, found=word)
            for word in dict.fromkeys(match[0] for match in _HEALTH.finditer(text))
        ]
        for field, text in texts.items()
    }
    told = {field: traces for field, traces in found.items() if traces}
    return TracesFound(told) if told else None


def warning_about(texts: Mapping[str, str], *, names: Collection[str] = ()) -> TracesFound | None:
    """Everything in the texts that may lead to a person, but for CPR numbers, which are refused; None for nothing."""
    found = {field: traces_in(text, names=names) for field, text in texts.items()}
    told = {field: [one for one in traces if one.kind is not TraceKind.CPR] for field, traces in found.items()}
    told = {field: traces for field, traces in told.items() if traces}
    leads = any(one.kind is not TraceKind.ILLNESS for traces in found.values() for one in traces)
    return TracesFound(told) if told and leads else None
