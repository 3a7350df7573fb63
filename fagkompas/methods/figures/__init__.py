"""The methods that are figures, drawn in the reader's language from the names of their parts."""

from collections.abc import Mapping
from typing import Final, Protocol

from fagkompas.methods.document import Method
from fagkompas.methods.figures import talks, ways
from fagkompas.methods.figures.pieces import Drawn
from fagkompas.methods.figures.talks import Names
from fagkompas.toolkit.languages import said


class Drawing(Protocol):
    """Draws a method from the names of its parts."""

    def __call__(self, names: Names, *, is_narrow: bool) -> Drawn: ...


DRAWINGS: Final[Mapping[str, Drawing]] = {
    "gamemaster": talks.gamemaster,
    "ugu": talks.ugu,
    "smart": talks.smart,
    "karl-tomm": talks.karl_tomm,
    "value-loop": talks.value_loop,
    "five-f": ways.five_f,
    "four-r": ways.four_r,
    "contact-circle": ways.contact_circle,
    "substitution-wheel": ways.substitution_wheel,
    "job-tracks": ways.job_tracks,
    "my-plan": ways.my_plan,
}
"""By the code of the method."""


def drawing_of(method: Method, *, is_narrow: bool = False) -> str:
    """The figure of a method as SVG, for a phone when `is_narrow`; "" where it is no figure, or a municipality has taken
    out a part that the drawing needs.
    """
    drawing = DRAWINGS.get(method.code)
    if drawing is None or not method.figure.da:
        return ""
    names = {part.code: said(part.name) for part in method.parts}
    try:
        drawn = drawing(names, is_narrow=is_narrow)
    except KeyError:
        return ""
    prefix = f"{method.code}-{'narrow' if is_narrow else 'wide'}"
    return drawn.svg(prefix=prefix, title=said(method.name), desc=said(method.figure))
