"""Invented job titles and files in the layouts of ESCO and Danmarks Statistik. No row of the official files."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.utils import timezone

from fagkompas.occupations.models import Group, Import, ImportState, Label, Occupation, Origin, Scheme

URI = "http://data.europa.eu/esco/occupation/{}"
ESCO_HEAD = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,status"
GROUP_HEAD = "conceptType,conceptUri,code,preferredLabel"
DISCO_HEAD = "SEKVENS;KODE;NIVEAU;TITEL;GENERELLE_NOTER;INKLUDERER;INKLUDERER_OGSÅ;EKSKLUDERER;PARAGRAF;MÅLEENHED"

GROUPS = (("5", "Det nære"), ("51", "Havet"), ("516", "Bølger"), ("5161", "Havfruer"), ("5162", "Tritoner"))
TITLES: tuple[tuple[str, str, str, Sequence[str]], ...] = (
    ("a", "5161", "havfruetæmmer", ("havfruepasser", "tæmmer af havfruer")),
    ("b", "5161", "bølgerytter på øen", ("rytter",)),
    ("c", "5162", "tritonplejer", ()),
)


def make_occupation(
    title: str, *others: str, isco4: str = "", origin: Origin = Origin.ESCO, english: str = ""
) -> Occupation:
    """A title with other names, that is found at once."""
    uri = URI.format(title.replace(" ", "-")) if origin == Origin.ESCO else ""
    made = Occupation.objects.create(title_da=title, title_en=english, isco4=isco4, origin=origin, uri=uri)
    names = [
        (title, "da", True),
        *((other, "da", False) for other in others),
        *([(english, "en", True)] if english else []),
    ]
    for text, language, is_preferred in names:
        Label.objects.create(occupation=made, text=text, language=language, is_preferred=is_preferred)
    note_loaded(origin)
    return made


def make_group(code: str, title: str, scheme: Scheme = Scheme.ISCO) -> Group:
    """A group of one of the schemes."""
    return Group.objects.create(scheme=scheme, code=code, level=len(code), title_da=title)


def note_loaded(origin: Origin = Origin.ESCO) -> None:
    """As when a loading has ended: searches are made anew."""
    now = timezone.now()
    Import.objects.create(
        kind=origin, file_name="prøve", sha256="", state=ImportState.DONE, started_at=now, ended_at=now
    )


def esco_rows(titles: Iterable[tuple[str, str, str, Sequence[str]]] = TITLES) -> str:
    """A file of occupations as ESCO has it, other names on lines of their own in one cell."""
    rows = (
        f'Occupation,{URI.format(key)},{isco},{title},"{chr(10).join(others)}",released'
        for key, isco, title, others in titles
    )
    return "\n".join([ESCO_HEAD, *rows]) + "\n"


def write_esco(
    folder: Path, titles: Iterable[tuple[str, str, str, Sequence[str]]] = TITLES, *, encoding: str = "utf-8"
) -> Path:
    """A folder as ESCO has it, in Danish."""
    folder.mkdir(exist_ok=True)
    groups = (f"ISCOGroup,http://data.europa.eu/esco/isco/C{code},{code},{title}" for code, title in GROUPS)
    (folder / "ISCOGroups_da.csv").write_text("\n".join([GROUP_HEAD, *groups]) + "\n", encoding=encoding)
    (folder / "occupations_da.csv").write_text(esco_rows(titles), encoding=encoding)
    return folder


def write_disco(file: Path, rows: Iterable[str], *, encoding: str = "utf-8") -> Path:
    """A file as Danmarks Statistik has it; a row is "code;level;title;included"."""
    full = []
    for number, row in enumerate(rows, start=1):
        code, level, title, included = row.split(";")
        full.append(f'{number};"{code}";{level};{title};;"{included}";;;;')
    file.write_text("\n".join([DISCO_HEAD, *full]) + "\n", encoding=encoding)
    return file
