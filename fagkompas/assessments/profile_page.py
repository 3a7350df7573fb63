"""What the page of a profile shows: every figure with its words, and the reasons behind it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fagkompas.assessments.figures import DimensionRow
from fagkompas.assessments.profiles import (
    Change,
    ItemRow,
    PeerMean,
    ReadProfile,
    highest_dimensions,
    lowest_dimensions,
    why_dimensions,
    why_field,
    why_overall,
    why_strong,
    why_to_grow,
    why_topic,
)
from fagkompas.assessments.questions import GivenAnswer, level_heading
from fagkompas.assessments.wording import (
    BASES,
    DIMENSIONS,
    STANDINGS,
    THE_DIMENSIONS,
    because,
    begin_with,
    highest_in_words,
    name_of,
)
from fagkompas.engine.reasons import Reason
from fagkompas.engine.scales import Basis, Dimension, Level, Standing
from fagkompas.engine.scoring import FieldProfile
from fagkompas.frameworks.files import forms_suiting
from fagkompas.frameworks.models import Item
from fagkompas.frameworks.texts import FrameworkTexts, ItemTexts
from fagkompas.methods.in_use import Kept, Library, library_of
from fagkompas.methods.training import methods_that_train
from fagkompas.toolkit.formats import MISSING, number
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.workbooks import Column, Kind, Table, Written

METHODS_SHOWN: Final = 3
"""For each field to grow in; the library has the rest."""

INDEPENDENT: Final = 2
"""The point of the scale from which one does it independently."""

_MASTER_BASIC: Final = (Standing.BASIC, Standing.EMERGING, Standing.SPECIALISED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Reasons as sentences, with what their rule is called."""

    sentences: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strong:
    """A field that is a strength, with its standing."""

    name: str
    about: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A competency that stands out, and the field it stands out of."""

    name: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToGrow:
    """A field to grow in: the dimension to begin with, and the learning forms that suit it."""

    name: str
    standing: str
    begin_with: str
    forms: tuple[str, ...]
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What has moved in a field since last, in words."""

    name: str
    words: str
    is_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field of the table of numbers."""

    code: str
    name: str
    profile: FieldProfile
    standing: str
    named_dimensions: tuple[tuple[str, float | None], ...]
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One item with everybody's answer as text, "–" for none; `counts` is the one that counts."""

    title: str
    level: str
    own: str
    manager: str
    agreed: str
    peers: str
    counts: str
    basis: str
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAnswers:
    """The items of a field."""

    name: str
    rows: tuple[AnswerRow, ...]


def strengths(read: ReadProfile) -> tuple[Strong, ...]:
    """The fields that carry the person."""
    return tuple(
        Strong(
            name=read.texts.field(strength.field).name,
            about=str(STANDINGS[read.profile.field(strength.field).standing]),
            why=_why(read, why_strong(read, strength.field)),
        )
        for strength in read.profile.strengths
    )


def topics(read: ReadProfile) -> tuple[Topic, ...]:
    """Competencies that stand out of their field."""
    items = read.texts.items()
    return tuple(
        Topic(name=items[code].title, about=read.texts.field(items[code].field).name)
        for code in read.profile.single_topics
    )


def topics_why(read: ReadProfile) -> Why | None:
    """Why they stand out; None without any."""
    codes = read.profile.single_topics
    if not codes:
        return None
    items = read.texts.items()
    reasons = [why_topic(read, code) for code in codes]
    sentences = (
        f"{items[code].title}: {because(reason, read.texts)}" for code, reason in zip(codes, reasons, strict=True)
    )
    return Why(sentences=tuple(sentences), rule=reasons[0].doc)


def to_grow(read: ReadProfile) -> tuple[ToGrow, ...]:
    """Where to grow, with the learning forms that suit the weakest dimension."""
    return tuple(
        ToGrow(
            name=read.texts.field(potential.field).name,
            standing=str(STANDINGS[read.profile.field(potential.field).standing]),
            begin_with=begin_with(lowest_dimensions(read.profile, potential), potential.dimension),
            forms=_forms_for(potential.dimension),
            why=_why(read, why_to_grow(read, potential.field)),
        )
        for potential in read.profile.potentials
    )


def methods_to_grow(read: ReadProfile) -> dict[str, tuple[tuple[str, str], ...]]:
    """By field to grow in: a few methods that train what is rated lowest there, each by code and name. Two queries."""
    values = {item.code: item.value for item in read.items}
    lowest: dict[str, list[tuple[int, UUID]]] = {potential.field: [] for potential in read.profile.potentials}
    items = Item.objects.filter(version=read.participant.round.version).competencies().in_use()
    for item in items.select_related("field").order_by("pk"):
        if item.field.code in lowest:
            lowest[item.field.code].append((values.get(item.code, -1), item.shared_identity))
    library = library_of(read.participant.unit.root_id or read.participant.unit_id)
    return {
        field: tuple((one.code, said(one.method.name)) for one in _that_train(library, rated))
        for field, rated in lowest.items()
    }


def _that_train(library: Library, rated: Sequence[tuple[int, UUID]]) -> tuple[Kept, ...]:
    """What is below independent; where nothing is, or no method trains it, all of the field."""
    below = [identity for value, identity in rated if value < INDEPENDENT]
    everything = [identity for _value, identity in rated]
    return methods_that_train(library, below, at_most=METHODS_SHOWN) or methods_that_train(
        library, everything, at_most=METHODS_SHOWN
    )


def moved(found: Sequence[Change], texts: FrameworkTexts) -> tuple[Moved, ...]:
    """What has moved most, in words; fields that stand still are left out."""
    return tuple(
        Moved(name=texts.field(change.field).name, words=_change_in_words(change), is_up=change.lift > 0)
        for change in found
        if number(change.before, 1) != number(change.after, 1)
    )


def field_rows(read: ReadProfile) -> tuple[FieldRow, ...]:
    """Every field with its numbers and why."""
    return tuple(
        FieldRow(
            code=field.field,
            name=read.texts.field(field.field).name,
            profile=field,
            standing=str(STANDINGS[field.standing]),
            named_dimensions=named_dimensions(field.dimensions),
            why=_why(read, *why_field(read, field.field), *why_dimensions(read, field.field), rule="scoring.md"),
        )
        for field in read.profile.fields
    )


def named_dimensions(scores: Mapping[Dimension, float | None]) -> tuple[tuple[str, float | None], ...]:
    """The three dimensions by name, each with its score."""
    return tuple((dimension_name(dimension), scores[dimension]) for dimension in Dimension)


def dimension_name(dimension: Dimension) -> str:
    """As a heading."""
    return str(DIMENSIONS[dimension]).capitalize()


def overall_why(read: ReadProfile) -> Why:
    """Why the dimensions stand as they do over all fields."""
    return _why(read, *(why_overall(read, dimension) for dimension in Dimension))


def dimension_rows(rows: Sequence[FieldRow]) -> tuple[DimensionRow, ...]:
    """The same fields for the figure of dimensions."""
    return tuple(
        DimensionRow(
            name=row.name,
            practical=row.profile.dimensions[Dimension.PRACTICAL],
            reflexive=row.profile.dimensions[Dimension.REFLEXIVE],
            relational=row.profile.dimensions[Dimension.RELATIONAL],
        )
        for row in rows
    )


def basis_rows(read: ReadProfile) -> tuple[tuple[str, int], ...]:
    """How many of the items rest on what."""
    return tuple((str(BASES[basis]), read.profile.basis[basis]) for basis in Basis)


def answers(read: ReadProfile) -> Iterator[FieldAnswers]:
    """Every item, field by field."""
    for field in read.texts.fields:
        rows = tuple(_answer_row(item, read.texts) for item in read.items if item.field == field.code)
        if rows:
            yield FieldAnswers(name=field.name, rows=rows)


def answer_table(read: ReadProfile) -> Table:
    """The same as a sheet, with notes."""
    items = read.texts.items()
    return Table(
        name=_("Answers"),
        columns=(
            Column(heading=_("Code"), width=10),
            Column(heading=_("Field"), width=30),
            Column(heading=_("Question"), width=44, wraps=True),
            Column(heading=_("Level"), width=18),
            Column(heading=_("Self"), width=8),
            Column(heading=_("Manager"), width=8),
            Column(heading=_("Agreed"), width=8),
            Column(heading=_("Colleagues"), kind=Kind.SCORE),
            Column(heading=_("Counts"), kind=Kind.WHOLE),
            Column(heading=_("Whose"), width=16),
            Column(heading=_("Notes"), width=60, wraps=True),
        ),
        rows=(_answer_cells(item, read.texts, items) for item in read.items),
    )


def compass_in_a_sentence(read: ReadProfile) -> str:
    """What the disc shows, in one sentence."""
    standings = [field.standing for field in read.profile.fields]
    known = sum(standing is not Standing.UNKNOWN for standing in standings)
    if not known:
        return _("There are too few answers to say anything about any field yet.")
    with_basic = {field.code for field in read.framework.fields if field.at(Level.BASIC)}
    mastered = sum(field.standing in _MASTER_BASIC for field in read.profile.fields if field.field in with_basic)
    specialised = standings.count(Standing.SPECIALISED)
    words = {"mastered": mastered, "fields": len(with_basic), "all": len(standings), "specialised": specialised}
    if len(with_basic) == len(standings):
        return (
            _(
                "The basic level is mastered in %(mastered)s of %(fields)s fields, and the specialised level in %(specialised)s."
            )
            % words
        )
    if not with_basic:
        return _("The specialised level is mastered in %(specialised)s of %(all)s fields.") % words
    return (
        ngettext(
            "The basic level is mastered in %(mastered)s of the %(fields)s field that has one, and the specialised level in %(specialised)s of %(all)s fields.",
            "The basic level is mastered in %(mastered)s of the %(fields)s fields that have one, and the specialised level in %(specialised)s of %(all)s fields.",
            len(with_basic),
        )
        % words
    )


def dimensions_in_a_sentence(read: ReadProfile) -> str:
    """Which dimension stands highest and lowest over all fields."""
    known = {dimension: score for dimension, score in read.profile.dimensions.items() if score is not None}
    if len(known) < len(Dimension):
        return _("Too few fields have answers to say which dimension is highest.")
    if len(tied := highest_dimensions(read.profile)) > 1:
        return highest_in_words(tied)
    highest, lowest = max(known, key=lambda d: known[d]), min(known, key=lambda d: known[d])
    return _("The %(highest)s dimension is highest (%(high)s of 100), the %(lowest)s lowest (%(low)s).") % {
        "highest": THE_DIMENSIONS[highest],
        "high": number(known[highest], 0),
        "lowest": THE_DIMENSIONS[lowest],
        "low": number(known[lowest], 0),
    }


def _why(read: ReadProfile, *reasons: Reason, rule: str = "") -> Why:
    return Why(
        sentences=tuple(because(reason, read.texts) for reason in reasons),
        rule=rule or reasons[0].doc,
    )


def _forms_for(dimension: Dimension | None) -> tuple[str, ...]:
    language = get_language() or "da"
    return tuple(form.name.in_language(language) for form in forms_suiting(dimension))


def _change_in_words(change: Change) -> str:
    return ngettext(
        "from %(before)s to %(after)s on average, over the %(compared)s question answered both times",
        "from %(before)s to %(after)s on average, over the %(compared)s questions answered both times",
        change.compared,
    ) % {"before": number(change.before, 1), "after": number(change.after, 1), "compared": change.compared}


def _answer_row(item: ItemRow, texts: FrameworkTexts) -> AnswerRow:
    given = ((_("Self"), item.self_answer), (_("Manager"), item.manager_answer), (_("Agreed"), item.agreed_answer))
    return AnswerRow(
        title=name_of(item.code, texts),
        level=level_heading(item.level) if item.level else _("Dimension"),
        own=_mark(item.self_answer),
        manager=_mark(item.manager_answer),
        agreed=_mark(item.agreed_answer),
        peers=_peers(item.peers),
        counts=str(item.value) if item.value >= 0 else MISSING,
        basis=str(BASES[item.basis]),
        notes=tuple((who, answer.evidence) for who, answer in given if answer and answer.evidence),
    )


def _answer_cells(item: ItemRow, texts: FrameworkTexts, items: Mapping[str, ItemTexts]) -> tuple[Written, ...]:
    row = _answer_row(item, texts)
    return (
        item.code,
        texts.field(item.field).name,
        items[item.code].statement if item.code in items else row.title,
        row.level,
        *(_cell(answer) for answer in (item.self_answer, item.manager_answer, item.agreed_answer)),
        item.peers.mean if item.peers else None,
        item.value if item.value >= 0 else None,
        row.basis,
        "\n".join(f"{who}: {note}" for who, note in row.notes),
    )


def _cell(answer: GivenAnswer | None) -> Written:
    if answer is None or not answer.is_answered:
        return None
    return _("NR") if answer.not_relevant else answer.value


def _mark(answer: GivenAnswer | None) -> str:
    """A point, "IR" for not relevant, or "–"."""
    if answer is None or not answer.is_answered:
        return MISSING
    return _("NR") if answer.not_relevant else str(answer.value)


def _peers(peers: PeerMean | None) -> str:
    if peers is None:
        return MISSING
    return f"{number(peers.mean, 1)} ({peers.people})"
