"""Methods on paper: the method itself, and the sheet of its role play."""

from fagkompas.methods.document import Audience, Method
from fagkompas.methods.figures import drawing_of
from fagkompas.methods.in_use import Kept
from fagkompas.methods.wording import SPEAKERS, TOWARDS, audiences_in_words, phases_in_words
from fagkompas.toolkit.documents import pdf
from fagkompas.toolkit.languages import said


def method_pdf(kept: Kept) -> bytes:
    """Everything on the page but what people have added. Raises `PdfUnavailable`."""
    method = kept.method
    lines = method.example.lines if method.example else ()
    return pdf(
        "methods/pdf/method.html",
        {
            "method": method,
            "audiences": audiences_in_words(method.audiences),
            "phases": phases_in_words(method.phases),
            "figure": drawing_of(method),
            "questions": [(str(TOWARDS[audience]), _parts_for(method, audience)) for audience in method.audiences],
            "example": [(str(SPEAKERS[line.who]), said(line.text)) for line in lines],
            "is_adapted": bool(kept.differs) or kept.is_own,
        },
    )


def role_play_pdf(method: Method) -> bytes:
    """A page for the group, and a card for each role to cut out. Raises `PdfUnavailable`."""
    return pdf("methods/pdf/role_play.html", {"method": method, "play": method.role_play})


def _parts_for(method: Method, audience: Audience) -> list[tuple[str, list[str]]]:
    """Parts in which there is something to say to the audience."""
    return [
        (said(part.name), [said(text) for text in part.said_to(audience)])
        for part in method.parts
        if part.said_to(audience)
    ]
