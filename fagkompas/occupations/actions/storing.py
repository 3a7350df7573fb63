"""Occupations, labels and groups as a batch has them: what is new is added, what is other words is changed, the rest stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from fagkompas.audit.actions import record_change
from fagkompas.occupations.models import Group, Import, Label, Occupation, Origin, Scheme


@dataclass(slots=True, kw_only=True)
class Counted:
    """How many occupations or groups are new and how many have other words or codes than before."""

    new: int = 0
    changed: int = 0

    def add(self, other: "Counted") -> None:
        """Both together."""
        self.new += other.new
        self.changed += other.changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An occupation as it should stand. `titles` and `others` (its other names) by language; `key` is what it is known by:
    its URI, or for those without one "code title".
    """

    key: str
    titles: Mapping[str, str]
    isco4: str
    disco6: str = ""
    others: Mapping[str, Sequence[str]] = field(default_factory=dict)


def store_groups(scheme: Scheme, titles: Mapping[str, str], language: str) -> Counted:
    """Titles of groups by code, in one language. A group that is not there yet gets this one for Danish too."""
    known = {group.code: group for group in Group.objects.filter(scheme=scheme, code__in=titles).order_by("code")}
    column = f"title_{language}"
    new = [
        Group(scheme=scheme, code=code, level=len(code), **{"title_da": title, column: title})
        for code, title in titles.items()
        if code not in known
    ]
    changed = [group for code, group in known.items() if getattr(group, column) != titles[code]]
    for group in changed:
        setattr(group, column, titles[group.code])
    Group.objects.bulk_create(new)
    Group.objects.bulk_update(changed, [column])
    return Counted(new=len(new), changed=len(changed))


def store_occupations(
    origin: Origin, found: Mapping[str, Stored], known: Mapping[str, Occupation], of: Import
) -> Counted:
    """The occupations of a batch by key; `known` are those of them that are in the tables already."""
    counted = Counted()
    rows = []
    for key, stored in found.items():
        before = known.get(key)
        values = {
            "title_da": stored.titles["da"],
            "title_en": stored.titles.get("en", before.title_en if before else ""),
            "isco4": stored.isco4,
            "disco6": stored.disco6,
            "retired_on": None,
        }
        row = before or Occupation(origin=origin, uri=key if origin == Origin.ESCO else "")
        if before is None:
            counted.new += 1
        elif any(getattr(before, name) != value for name, value in values.items()):
            counted.changed += 1
        for name, value in values.items():
            setattr(row, name, value)
        row.last_import = of
        rows.append((row, before is None))
    Occupation.objects.bulk_create([row for row, is_new in rows if is_new])
    Occupation.objects.bulk_update(
        [row for row, is_new in rows if not is_new],
        ["title_da", "title_en", "isco4", "disco6", "retired_on", "last_import"],
    )
    by_key = dict(zip(found, (row for row, _is_new in rows), strict=True))
    for language in ("da", "en"):
        names = {
            by_key[key].pk: [title, *stored.others.get(language, ())]
            for key, stored in found.items()
            if (title := stored.titles.get(language))
        }
        store_names(language, names)
    return counted


def store_names(language: str, names: Mapping[int, Sequence[str]]) -> int:
    """What occupations are called in a language, by their keys, each with its title first; how many have other names now."""
    before: dict[int, list[tuple[str, bool]]] = {}
    rows = Label.objects.filter(occupation_id__in=names, language=language).order_by("pk")
    for pk, text, is_preferred in rows.values_list("occupation_id", "text", "is_preferred"):
        before.setdefault(pk, []).append((text, is_preferred))
    wanted = {pk: [(text, at == 0) for at, text in enumerate(dict.fromkeys(texts))] for pk, texts in names.items()}
    other = [pk for pk, labels in wanted.items() if sorted(before.get(pk, ())) != sorted(labels)]
    Label.objects.filter(occupation_id__in=other, language=language).delete()
    Label.objects.bulk_create(
        [
            Label(occupation_id=pk, text=text, language=language, is_preferred=is_preferred)
            for pk in other
            for text, is_preferred in wanted[pk]
        ],
        batch_size=2_000,
    )
    return len(other)


def retire_others(origin: Origin, of: Import, today: date) -> int:
    """Those in use that the file no longer holds. They stay where they are used, and are not found any more."""
    gone = Occupation.objects.in_use().filter(origin=origin).exclude(last_import=of)
    return gone.update(retired_on=today)


def note_loaded(of: Import, counted: Counted, retired: int) -> None:
    """In the log."""
    record_change(
        by=None,
        action="occupations.file.loaded",
        file=of.file_name,
        rows=of.rows,
        new=counted.new,
        changed=counted.changed,
        retired=retired,
    )
