"""Which methods fit: by situation, competency, audience, phase, and words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from fagkompas.methods.document import Audience, Kind, Phase, Situation
from fagkompas.methods.in_use import Kept, Library, library_of
from fagkompas.methods.library import situations
from fagkompas.toolkit.texts import NO_TEXT, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A method that fits, and why it is a good answer to the situation (no text where nobody has said)."""

    kept: Kept
    why: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for; what is not said fits everything. `words` must all stand in the method."""

    situation: Situation | None = None
    audience: Audience | None = None
    phase: Phase | None = None
    kind: Kind | None = None
    competencies: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()


def methods_for(
    root_id: int,
    *,
    situation: str = "",
    competencies: Collection[str] = (),
    audience: Audience | None = None,
) -> tuple[Suggested, ...]:
    """Methods in use in a municipality that fit all that is given, for pages of other apps. One query.

    A situation that the library does not have fits nothing. Those that answer it best come first; for competencies those
    that train most of them.
    """
    known = situations().get(situation)
    if situation and known is None:
        return ()
    wanted = Wanted(situation=known, competencies=frozenset(competencies), audience=audience)
    return chosen(library_of(root_id), wanted)


def chosen(library: Library, wanted: Wanted) -> tuple[Suggested, ...]:
    """Methods in use that fit, the best first."""
    found = [one for one in _answering(library, wanted.situation) if _fits(one.kept, wanted)]
    if wanted.competencies:
        found.sort(key=lambda one: -len(wanted.competencies.intersection(one.kept.method.competencies)))
    return tuple(found)


def _answering(library: Library, situation: Situation | None) -> Iterable[Suggested]:
    """All in use; for a situation those that it names, then those that name it."""
    if situation is None:
        return [Suggested(kept=one) for one in library.in_use]
    why = {one.method: one.why for one in situation.methods}
    named = [Suggested(kept=one, why=why[one.code]) for one in library.named(tuple(why))]
    others = [one for one in library.in_use if situation.code in one.method.situations and one.code not in why]
    return [*named, *(Suggested(kept=one) for one in others)]


def _fits(kept: Kept, wanted: Wanted) -> bool:
    method = kept.method
    return (
        (wanted.audience is None or wanted.audience in method.audiences)
        and (wanted.phase is None or wanted.phase in method.phases)
        and (wanted.kind is None or wanted.kind is method.kind)
        and (not wanted.competencies or bool(wanted.competencies.intersection(method.competencies)))
        and all(word.lower() in searched_text(kept) for word in wanted.words)
    )


def searched_text(kept: Kept) -> str:
    """What words are looked for in, small letters: name, what it is for, parts, and the situations it answers."""
    method, known = kept.method, situations()
    texts = [method.name, method.short, method.purpose, method.gives, *(part.name for part in method.parts)]
    texts += [step.title for step in method.steps]
    texts += [known[code].name for code in method.situations if code in known]
    return " ".join([method.code, *(words for text in texts for words in (text.da, text.en))]).lower()
