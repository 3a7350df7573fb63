"""The templates that come with the product: read from `data/templates.yaml` once and kept."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from fagkompas.conversations.document import Audience, Bringer, Present, Template, TemplateTopic
from fagkompas.toolkit.reading import BothLanguages, Part
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.yaml_nodes import Node, Scalar, nodes_in

FILE: Final = Path(__file__).parent / "data" / "templates.yaml"

CODE: Final = re.compile("[a-z][a-z0-9-]*")
LONGEST_CODE: Final = 40
LONGEST_TEXT: Final = 300
LEAST_MINUTES: Final = 5
MOST_MINUTES: Final = 240

REQUIRED: Final = "code name audience target_groups minutes purpose parties topics roles methods questions"


@cache
def templates() -> Mapping[str, Template]:
    """By code, in the order of the file."""
    return {template.code: template for template in read_templates(FILE.read_text(encoding="utf-8"))}


def template_of(code: str) -> Template | None:
    """The one with this code; None where it is not offered any more."""
    return templates().get(code)


def templates_for(target_group: str) -> tuple[Template, ...]:
    """Those for talks with a citizen: the ones made for the target group first, then those for all, then the others."""
    citizens = [one for one in templates().values() if one.audience is Audience.CITIZEN]
    return tuple(sorted(citizens, key=lambda one: (not one.fits(target_group), not one.is_for(target_group))))


def templates_for_companies() -> tuple[Template, ...]:
    """Those for talks with a company."""
    return tuple(one for one in templates().values() if one.audience is Audience.COMPANY)


def read_templates(text: str) -> tuple[Template, ...]:
    """The templates in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.templates(nodes_in(text)))


class _Reader(BothLanguages):
    """Reads the file from the top down."""

    def templates(self, node: Node) -> tuple[Template, ...] | None:
        top = self.part(node, "", required="version templates")
        if top is None:
            return None
        found = tuple(self.template(part) for part in self.parts(top, "templates", REQUIRED))
        self.refuse_repeated([one.code for one in found], top, "templates")
        return found

    def template(self, part: Part) -> Template:
        return Template(
            code=self.code(part, "code", CODE, limit=LONGEST_CODE),
            name=self.in_both(part, "name", limit=LONGEST_TEXT),
            audience=self.choice(part, "audience", Audience),
            target_groups=self.codes(part, "target_groups"),
            minutes=self.count(part, "minutes", LEAST_MINUTES, MOST_MINUTES),
            purpose=self.in_both(part, "purpose"),
            parties=self.choices(part, "parties", Present),
            topics=tuple(
                self.topic(one) for one in self.parts(part, "topics", "text minutes from", "about_agreements")
            ),
            roles=self.in_both(part, "roles"),
            methods=self.codes(part, "methods"),
            questions=tuple(self.question(one) for one in self.parts(part, "questions", "da en")),
        )

    def topic(self, part: Part) -> TemplateTopic:
        return TemplateTopic(
            text=self.in_both(part, "text", limit=LONGEST_TEXT),
            minutes=self.count(part, "minutes", 1, MOST_MINUTES),
            bringer=self.choice(part, "from", Bringer),
            about_agreements=self.yes_or_no(part, "about_agreements"),
        )

    def question(self, part: Part) -> Text:
        return Text(da=self.words(part, "da", limit=LONGEST_TEXT), en=self.words(part, "en", limit=LONGEST_TEXT))

    def codes(self, part: Part, key: str) -> tuple[str, ...]:
        """A list of codes of other files."""
        found = []
        for node in self.listed(part, key):
            if isinstance(node, Scalar) and CODE.fullmatch(node.text):
                found.append(node.text)
            else:
                self.note("bad_code", node.line, part.at(key), str(getattr(node, "text", "")))
        return tuple(found)
