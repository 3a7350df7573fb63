"""Files of methods: every mistake told with its file, its line and its key, all at once. No database.

A file of the product has every text in both languages and everything counted (`MUST`); what a municipality writes
needs Danish only, and neither quiz nor role play.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeVar

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.methods.document import (
    Answer,
    Answering,
    Audience,
    Card,
    Example,
    Files,
    Kind,
    Line,
    Method,
    ModelPart,
    Phase,
    PlayRole,
    Principle,
    Principles,
    Reach,
    RolePlay,
    Situation,
    Speaker,
    Step,
)
from fagkompas.toolkit.reading import LONGEST_DESCRIPTION, BothLanguages, Part, shown
from fagkompas.toolkit.texts import NO_TEXT, Data, Text
from fagkompas.toolkit.yaml_nodes import Node, Scalar, Sequence, nodes_in, nodes_of

CODE: Final = re.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*")
COMPETENCY: Final = re.compile("[A-ZÆØÅ0-9]+(-[A-ZÆØÅ0-9]+)+")
VERSION: Final = re.compile("[0-9]+([.][0-9]+)*")
SECTION: Final = re.compile("[0-9]+([.][0-9]+)*")

LONGEST_CODE: Final = 40
LONGEST_NAME: Final = 60
LONGEST_SHORT: Final = 140
LONGEST_PLAY: Final = 180

LEAST_QUESTIONS: Final = 6
"""What one can say to each audience that a method is used with, over all parts."""

KEYS: Final = (
    "code version kind source name short purpose gives audiences phases situations competencies beside steps parts "
    "example not_when quiz role_play"
)
OWN_KEYS: Final = "code name short purpose gives audiences phases situations competencies beside steps parts not_when"
OWN_OPTIONAL: Final = "version kind source example figure quiz role_play"

Chosen = TypeVar("Chosen", bound=StrEnum)


def method_from_data(data: Data) -> Method:
    """The method in data that a municipality has written, or written over. Raises BadInput."""
    reader = _Reader(is_shipped=False)
    return reader.accepted(reader.method(nodes_of(data)))


def read_files(texts: Mapping[str, str], *, competencies: Collection[str]) -> Files:
    """All files of the product by name, such as "ugu.yaml". Raises BadInput: the sheet of a problem is its file's name."""
    problems: list[Problem] = []
    methods: dict[str, Method] = {}
    readers: dict[str, _Reader] = {}
    situations: dict[str, Situation] = {}
    principles: Principles | None = None
    for name, text in sorted(texts.items()):
        reader = readers[name] = _Reader(is_shipped=True)
        try:
            node = nodes_in(text)
        except BadInput as refused:
            problems += _in_file(name, refused.problems)
            continue
        if name == "situations.yaml":
            situations = {one.code: one for one in reader.situations(node)}
        elif name == "principles.yaml":
            principles = reader.principles(node)
        else:
            method = reader.method(node)
            reader.check_file_name(name, method)
            if method is not None:
                methods[method.code] = method
    for name, reader in readers.items():
        reader.check_named(methods.keys(), situations.keys(), competencies)
        problems += _in_file(name, reader.problems)
    if problems or principles is None:
        raise BadInput(tuple(problems))
    in_order = sorted(methods.values(), key=lambda method: method.place)
    return Files(methods={one.code: one for one in in_order}, situations=situations, principles=principles)


def _in_file(name: str, problems: Iterable[Problem]) -> list[Problem]:
    return [
        replace(problem, place=replace(problem.place, sheet=name))
        for problem in sorted(problems, key=lambda problem: problem.place.row or 0)
    ]


class _Reader(BothLanguages):
    """Reads one file from the top down; codes of other files are noted, and held against those in the end."""

    def __init__(self, *, is_shipped: bool) -> None:
        super().__init__()
        self.is_shipped = is_shipped
        self.named: list[tuple[str, str, int, str]] = []

    def text(self, outer: Part, key: str, *, limit: int = LONGEST_DESCRIPTION) -> Text:
        """A text: both languages in the product's files, else Danish."""
        return self.in_both(outer, key, limit=limit) if self.is_shipped else self.both(outer, key, limit=limit)

    def texts(self, outer: Part, key: str, least: int = 0, most: int = 99) -> tuple[Text, ...]:
        required, optional = ("da en", "") if self.is_shipped else ("da", "en")
        read = tuple(
            Text(
                da=self.words(each, "da", limit=LONGEST_DESCRIPTION),
                en=self.words(each, "en", limit=LONGEST_DESCRIPTION),
            )
            for each in self.parts(outer, key, required, optional)
        )
        self.check_many(outer, key, len(read), least, most)
        return read

    # A method

    def method(self, node: Node) -> Method | None:
        required, optional = (KEYS, "figure") if self.is_shipped else (OWN_KEYS, OWN_OPTIONAL)
        top = self.part(node, "", required=required, optional=optional)
        if top is None:
            return None
        source = self.inner(top, "source", "document section") if "source" in top.entries else None
        method = Method(
            code=self.code(top, "code", CODE, limit=LONGEST_CODE),
            version=self.code(top, "version", VERSION, limit=10),
            kind=self.choice(top, "kind", Kind),
            document=self.words(source, "document", limit=40) if source else "",
            section=self.code(source, "section", SECTION, limit=10) if source else "",
            name=self.text(top, "name", limit=LONGEST_NAME),
            short=self.text(top, "short", limit=LONGEST_SHORT),
            purpose=self.text(top, "purpose"),
            gives=self.text(top, "gives"),
            audiences=self.chosen_list(top, "audiences", Audience, least=1),
            phases=self.chosen_list(top, "phases", Phase, least=1, most=3),
            situations=self.codes(top, "situations", CODE, least=1 if self.is_shipped else 0),
            competencies=self.codes(top, "competencies", COMPETENCY, least=2 if self.is_shipped else 0, most=5),
            beside=self.codes(top, "beside", CODE, least=1 if self.is_shipped else 0, most=3),
            steps=tuple(
                Step(title=self.text(each, "title"), text=self.text(each, "text"))
                for each in self.parts(top, "steps", "title text")
            ),
            parts=tuple(
                ModelPart(
                    code=self.code(each, "code", CODE, limit=LONGEST_CODE),
                    name=self.text(each, "name"),
                    text=self.text(each, "text"),
                    citizen=self.texts(each, "citizen"),
                    company=self.texts(each, "company"),
                )
                for each in self.parts(top, "parts", "code name text citizen company")
            ),
            example=self.example(top) if "example" in top.entries else None,
            not_when=self.texts(top, "not_when", 2 if self.is_shipped else 1, 4),
            figure=self.text(self.inner(top, "figure", "shows"), "shows") if "figure" in top.entries else NO_TEXT,
            quiz=tuple(self.card(each) for each in self.parts(top, "quiz", "question answers")),
            role_play=self.role_play(top) if "role_play" in top.entries else None,
        )
        self.check(top, method)
        return method

    def example(self, top: Part) -> Example:
        part = self.inner(top, "example", "setting lines shows")
        lines = tuple(
            Line(who=self.choice(each, "who", Speaker), text=self.text(each, "text"))
            for each in self.parts(part, "lines", "who text")
        )
        if part.entries:
            self.check_many(part, "lines", len(lines), 5 if self.is_shipped else 1, 10)
        return Example(setting=self.text(part, "setting"), lines=lines, shows=self.text(part, "shows"))

    def card(self, part: Part) -> Card:
        answers = tuple(
            Answer(text=self.text(each, "text"), is_right=self.yes_or_no(each, "is_right"), why=self.text(each, "why"))
            for each in self.parts(part, "answers", "text is_right why")
        )
        self.check_many(part, "answers", len(answers), 3, 3)
        right = sum(answer.is_right for answer in answers)
        if right != 1:
            self.note("one_right_answer", part.line_of("answers"), part.at("answers"), found=str(right))
        return Card(question=self.text(part, "question"), answers=answers)

    def role_play(self, top: Part) -> RolePlay:
        part = self.inner(top, "role_play", "minutes setting roles watch_for afterwards")
        roles = tuple(
            PlayRole(name=self.text(each, "name"), card=self.text(each, "card"))
            for each in self.parts(part, "roles", "name card")
        )
        self.check_many(part, "roles", len(roles), 2, 3)
        return RolePlay(
            minutes=self.count(part, "minutes", 1, LONGEST_PLAY),
            setting=self.text(part, "setting"),
            roles=roles,
            watch_for=self.texts(part, "watch_for", 3 if self.is_shipped else 1, 4),
            afterwards=self.texts(part, "afterwards", 2 if self.is_shipped else 1, 3),
        )

    def check(self, top: Part, method: Method) -> None:
        """What holds across several values."""
        self.check_many(top, "steps", len(method.steps), 3 if self.is_shipped else 1, 8)
        self.check_many(top, "parts", len(method.parts), 1, 15)
        self.refuse_repeated([part.code for part in method.parts], top, "parts")
        for audience in Audience:
            asked = method.questions(audience)
            least = LEAST_QUESTIONS if self.is_shipped else 1
            if audience in method.audiences and asked < least:
                self.note("too_few_questions", top.line_of("parts"), top.at("parts"), str(asked), least=least)
            if audience not in method.audiences and asked:
                self.note("not_of_the_audience", top.line_of("parts"), top.at("parts"), audience.value)
        if self.is_shipped:
            self.check_many(top, "quiz", len(method.quiz), 4, 6)

    # Situations and principles

    def situations(self, node: Node) -> list[Situation]:
        top = self.part(node, "", required="version situations")
        if top is None:
            return []
        read = [
            Situation(
                code=self.code(part, "code", CODE, limit=LONGEST_CODE),
                name=self.text(part, "name"),
                reach=self.choice(part, "audience", Reach),
                text=self.text(part, "text"),
                words=self.text(part, "words"),
                methods=self.answering(part),
            )
            for part in self.parts(top, "situations", "code name audience text words methods")
        ]
        self.refuse_repeated([one.code for one in read], top, "situations")
        return read

    def answering(self, part: Part) -> tuple[Answering, ...]:
        read = []
        for each in self.parts(part, "methods", "code why"):
            code = self.code(each, "code", CODE, limit=LONGEST_CODE)
            self.named.append(("methods", code, each.line_of("code"), each.at("code")))
            read.append(Answering(method=code, why=self.text(each, "why")))
        self.check_many(part, "methods", len(read), 1, 6)
        return tuple(read)

    def principles(self, node: Node) -> Principles | None:
        top = self.part(node, "", required="version source core_task principles")
        if top is None:
            return None
        source = self.inner(top, "source", "document section")
        core = self.inner(top, "core_task", "name text in_practice questions")
        read = tuple(
            self.principle(part, self.code(part, "code", CODE, limit=LONGEST_CODE))
            for part in self.parts(top, "principles", "code name text in_practice questions")
        )
        self.check_many(top, "principles", len(read), 4, 4)
        return Principles(
            document=self.words(source, "document", limit=40),
            section=self.code(source, "section", SECTION, limit=10),
            version=self.code(top, "version", VERSION, limit=10),
            core_task=self.principle(core, ""),
            principles=read,
        )

    def principle(self, part: Part, code: str) -> Principle:
        return Principle(
            code=code,
            name=self.text(part, "name"),
            text=self.text(part, "text"),
            in_practice=self.texts(part, "in_practice", 1),
            questions=self.texts(part, "questions", 1),
        )

    # Pieces

    def chosen_list(self, part: Part, key: str, kind: type[Chosen], least: int, most: int = 99) -> tuple[Chosen, ...]:
        node = self.value(part, key)
        if node is not None and not isinstance(node, Sequence):
            self.note("not_a_list", node.line, part.at(key), found=shown(node))
        values = node.values if isinstance(node, Sequence) else ()
        self.check_many(part, key, len(values), least, most)
        read = tuple(self.chosen(each, part.at(key), kind) for each in values)
        self.refuse_repeated([one.value for one in read], part, key)
        return read

    def codes(self, part: Part, key: str, pattern: re.Pattern[str], least: int, most: int = 99) -> tuple[str, ...]:
        """Codes that other files hold, noted for `check_named`."""
        node = self.value(part, key)
        if node is not None and not isinstance(node, Sequence):
            self.note("not_a_list", node.line, part.at(key), found=shown(node))
        read: list[str] = []
        for each in node.values if isinstance(node, Sequence) else ():
            if isinstance(each, Scalar) and pattern.fullmatch(each.text):
                read.append(each.text)
                self.named.append((key, each.text, each.line, part.at(key)))
            else:
                self.note("bad_code", each.line, part.at(key), found=shown(each))
        self.check_many(part, key, len(read), least, most)
        self.refuse_repeated(read, part, key)
        return tuple(read)

    def check_many(self, part: Part, key: str, found: int, least: int, most: int) -> None:
        if key in part.entries and not least <= found <= most:
            self.note("wrong_number", part.line_of(key), part.at(key), str(found), lowest=least, highest=most)

    def check_file_name(self, name: str, method: Method | None) -> None:
        if method is not None and method.code and name != f"{method.code}.yaml":
            self.note("not_one_of", 1, "code", found=method.code, choices=name.removesuffix(".yaml"))

    def check_named(self, methods: Collection[str], situations: Collection[str], competencies: Collection[str]) -> None:
        """Hold what this file names of other files against what is there."""
        known = {"methods": methods, "beside": methods, "situations": situations, "competencies": competencies}
        for key, code, line, path in self.named:
            if code not in known[key]:
                self.note("unknown_code", line, path, found=code)
