"""A CV in as a file or as pasted text: split into its parts, with every problem told before anything is saved.

A file has a row for each entry::

    afsnit · titel · arbejdsgiver · periode · opgaver · ansvar · resultater · slags · indhold

A pasted text has headings on lines of their own. Under experience, education and other experience a blank line begins a new
entry, whose first line is its title; in the other lists every line is an entry.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final
from uuid import uuid4

from django.utils.translation import override

from fagkompas.casework.cv_layout import BY_CODE, LAYOUTS, WISHES
from fagkompas.engine.cv import EducationKind, ProfilePoint
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.scales import CvPart
from fagkompas.toolkit.workbooks import Formula, open_workbook, read_header

COLUMNS: Final = (
    "afsnit",
    "titel",
    "arbejdsgiver",
    "periode",
    "opgaver",
    "ansvar",
    "resultater",
    "slags",
    "indhold",
)
REQUIRED: Final = ("afsnit", "titel")
FACTS: Final[Mapping[str, str]] = {
    "arbejdsgiver": "employer",
    "periode": "period",
    "opgaver": "tasks",
    "ansvar": "responsibility",
    "resultater": "results",
    "indhold": "content",
}

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    CvPart.EXPERIENCE: ("erhvervserfaring", "erfaring", "job", "ansættelser", "experience", "work"),
    CvPart.EDUCATION: ("uddannelse", "uddannelser", "kurser", "kurser og certifikater", "education", "courses"),
    CvPart.QUALIFICATIONS: ("kvalifikationer", "kompetencer", "faglige kompetencer", "skills"),
    CvPart.DRIVING_LICENCE: ("kørekort", "licence", "driving licence"),
    CvPart.LANGUAGES: ("sprog", "language"),
    CvPart.OTHER_EXPERIENCE: ("anden erfaring", "frivilligt arbejde", "fritid", "voluntary work"),
    CvPart.WEBSITE: ("webside", "hjemmeside", "linkedin", "web"),
    CvPart.PROFILE: ("profil", "faglig profil", "profile", "om mig"),
    WISHES: ("jeg søger job som", "søger job som", "ønsket job", "looking for"),
}
"""What a heading may be called beside the name of its part."""

POINTS: Final[Mapping[ProfilePoint, tuple[str, ...]]] = {
    ProfilePoint.TASKS: ("arbejdsopgaver", "opgaver", "tasks"),
    ProfilePoint.CHANGE_OF_TRADE: ("brancheskift", "change of trade"),
    ProfilePoint.PERSONAL: ("personligt", "kort personlig beskrivelse", "personal"),
    ProfilePoint.CONDITIONS: ("arbejdsforhold", "conditions"),
    ProfilePoint.HOURS: ("deltid eller fuldtid", "arbejdstid", "hours"),
    ProfilePoint.TRANSPORT: ("transport", "transport til og fra arbejde"),
}
MOTHER_TONGUE: Final = ("modersmål", "mother tongue")
NO_LICENCE: Final = ("intet", "ingen", "none", "nej")
IN_BLOCKS: Final = (CvPart.EXPERIENCE, CvPart.EDUCATION, CvPart.OTHER_EXPERIENCE)
KINDS: Final[Mapping[str, EducationKind]] = {
    "uddannelse": EducationKind.EDUCATION,
    "kursus": EducationKind.COURSE,
    "certifikat": EducationKind.CERTIFICATE,
    **{kind.value: kind for kind in EducationKind},
}

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCv:
    """Entries by the code of their part, and every problem in its order."""

    entries: Mapping[str, list[Entry]]
    problems: tuple[Problem, ...]


def read_cv_file(file: IO[bytes], *, name: str) -> FoundCv:
    """The rows of the first sheet. Raises `BadInput` when it cannot be read or lacks a column."""
    with open_workbook(file, name=name) as workbook:
        sheet = workbook.sheets[0]
        rows = list(sheet.rows())
    if not rows[1:]:
        raise BadInput((_problem("no_rows"),))
    header = read_header(rows[0], sheet=sheet.name, known=COLUMNS, required=REQUIRED)
    if header.missing:
        raise BadInput((_problem("columns_missing", found=", ".join(header.missing), columns=", ".join(COLUMNS)),))
    found: dict[str, list[Entry]] = {}
    problems = list(header.problems)
    for row in rows[1:]:
        formulas = [one for one, index in header.columns.items() if isinstance(row.cell(index), Formula)]
        if formulas:
            problems += [_problem("formula", row=row.number, column=one) for one in formulas]
            continue
        texts = {column: header.text(row, column) for column in COLUMNS}
        code, wrong = part_called(texts["afsnit"]), list(_wrong_in(row.number, texts))
        if code and not wrong:
            found.setdefault(code, []).append(_entry_of_row(code, texts))
        problems += wrong
    return FoundCv(entries=_together(found), problems=tuple(problems))


def split_text(text: str) -> FoundCv:
    """A pasted text by its headings. Raises `BadInput` where there is none."""
    lines: dict[str, list[str]] = {}
    problems = []
    here = ""
    for number, line in enumerate(text.splitlines(), start=1):
        code = part_called(line)
        if code:
            here = code
            lines.setdefault(here, [])
        elif here:
            lines[here].append(line.strip())
        elif line.strip():
            problems.append(_problem("before_any_heading", row=number, found=line.strip()[:60]))
    if not lines:
        example = str(BY_CODE[CvPart.EXPERIENCE].name)
        raise BadInput((_problem("no_headings", column="pasted", example=example),))
    found = {code: list(_entries_in(code, under)) for code, under in lines.items()}
    return FoundCv(entries=_together(found), problems=tuple(problems))


def part_called(heading: str) -> str:
    """The part with this heading, in either language; "" for none."""
    plain = " ".join(heading.replace(":", " ").casefold().split())
    return _called().get(plain, "")


def _called() -> dict[str, str]:
    names = {heading: str(code) for code, several in HEADINGS.items() for heading in several}
    for language in ("da", "en"):
        with override(language):
            names |= {str(layout.name).casefold(): layout.code for layout in LAYOUTS if layout.code != CvPart.CONTACT}
    return names


def _wrong_in(number: int, texts: Mapping[str, str]) -> Iterator[Problem]:
    if not part_called(texts["afsnit"]):
        choices = ", ".join(str(layout.name) for layout in LAYOUTS if layout.code != CvPart.CONTACT)
        yield _problem("section_unknown", row=number, column="afsnit", found=texts["afsnit"][:40], choices=choices)
    if not texts["titel"]:
        yield _problem("title_needed", row=number, column="titel")


def _entry_of_row(code: str, texts: Mapping[str, str]) -> Entry:
    if code == CvPart.DRIVING_LICENCE:
        return _licence(texts["titel"])
    if code == CvPart.WEBSITE:
        return {"address": texts["titel"]}
    if code == CvPart.PROFILE:
        point = _point_called(texts["titel"])
        said = texts["indhold"] or texts["opgaver"]
        return {point: said} if point and said else {ProfilePoint.TASKS.value: said or texts["titel"]}
    if code == CvPart.LANGUAGES:
        return _language(" ".join(filter(None, (texts["titel"], texts["indhold"]))))
    known = {fact.name for fact in BY_CODE[code].facts}
    facts = {fact: texts[column] for column, fact in FACTS.items() if fact in known and texts[column]}
    kind = KINDS.get(texts["slags"].casefold())
    return {"title": texts["titel"], **facts, **({"kind": kind.value} if kind and "kind" in known else {})}


def _entries_in(code: str, lines: Sequence[str]) -> Iterator[Entry]:
    """What stands under a heading."""
    written = [line.lstrip("-•* ").strip() for line in lines]
    if code in IN_BLOCKS:
        yield from (_block(code, block) for block in _blocks(written))
    elif code == CvPart.PROFILE:
        yield from _profile(written)
    elif code == CvPart.LANGUAGES:
        yield from (_language(line) for line in written if line)
    elif code == CvPart.DRIVING_LICENCE:
        yield from (_licence(" ".join(filter(None, written))) for _once in range(1) if any(written))
    elif code == CvPart.WEBSITE:
        yield from ({"address": line} for line in written[:1] if line)
    else:
        yield from ({"title": line} for line in written if line)


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
        elif block:
            yield block
            block = []


def _block(code: str, lines: Sequence[str]) -> Entry:
    """ "Lagermedarbejder, Prøvelager, 2019-2023" and what is told below."""
    title, *rest = [part.strip() for part in lines[0].split(",")]
    told = "\n".join(lines[1:])
    if code == CvPart.EXPERIENCE:
        said = {"employer": rest[0] if rest else "", "period": ", ".join(rest[1:]), "tasks": told}
    elif code == CvPart.EDUCATION:
        said = {"content": "\n".join(filter(None, (", ".join(rest), told)))}
    else:
        said = {"tasks": "\n".join(filter(None, (", ".join(rest), told)))}
    return {"title": title, **{name: words for name, words in said.items() if words}}


def _profile(lines: Sequence[str]) -> Iterator[Entry]:
    """By the names of its points where they stand there, else as tasks."""
    said: dict[str, list[str]] = {}
    here = ProfilePoint.TASKS.value
    for line in lines:
        heading, _colon, rest = line.partition(":")
        if point := _point_called(heading):
            here, line = point, rest.strip()  # what stands after the heading of a point
        if line:
            said.setdefault(here, []).append(line)
    if said:
        yield {point: "\n".join(words) for point, words in said.items()}


def _point_called(heading: str) -> str:
    plain = " ".join(heading.casefold().split())
    names = {word: point.value for point, words in POINTS.items() for word in (*words, point.value)}
    return names.get(plain, "")


def _language(line: str) -> Entry:
    plain = line.casefold()
    name = line.split(",")[0].split("(")[0].split(":")[0].strip()
    for word in MOTHER_TONGUE:
        if name.casefold().endswith(word):
            name = name[: -len(word)].strip(" -–")
    return {"title": name or line, "is_mother_tongue": any(word in plain for word in MOTHER_TONGUE)}


def _licence(text: str) -> Entry:
    words = {word.strip(".,") for word in text.casefold().split()}
    return {"has_none": True} if words & set(NO_LICENCE) else {"categories": text}


def _together(found: Mapping[str, list[Entry]]) -> dict[str, list[Entry]]:
    """Entries of a list with an id of their own; of a part that is no list, one."""
    entries: dict[str, list[Entry]] = {}
    for code, several in found.items():
        if BY_CODE[code].is_list:
            entries[code] = [{"id": uuid4().hex[:12], **one} for one in several]
            continue
        facts: Entry = {}
        for one in several:
            facts |= {name: value for name, value in one.items() if not facts.get(name)}
        entries[code] = [facts] if facts else []
    return {code: several for code, several in entries.items() if several}


def _problem(
    code: str, *, row: int | None = None, column: str | None = None, found: str = "", **values: str | int
) -> Problem:
    return Problem(
        place=Place(row=row, column=column), found=found, message_code=code, values={"found": found, **values}
    )
