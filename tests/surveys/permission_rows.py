"""Who may open which address of surveys; whoever has a link may answer by it."""

from collections.abc import Mapping

from fagkompas.surveys.actions.surveys import close_survey
from fagkompas.surveys.links import survey_secret
from fagkompas.surveys.models import Survey
from tests.people import People
from tests.permissions import ANYBODY, Row
from tests.surveys.making import important, open_survey, own_instrument, plan_survey, respond, shipped


def ready(people: People) -> Mapping[str, object]:
    """An instrument that comes with the product; whoever runs surveys anywhere may use it."""
    return {"uuid": shipped().uuid}


def own(people: People) -> Mapping[str, object]:
    """Testkommune's own instrument."""
    return {"uuid": own_instrument(people.dorte).uuid}


def question(people: People) -> Mapping[str, object]:
    """A question of it."""
    return {**own(people), "code": "godt"}


def kind(people: People) -> Mapping[str, object]:
    """A new question for it."""
    return {**own(people), "kind": "open"}


def planned(people: People) -> Mapping[str, object]:
    """A plan for Nord."""
    return {"uuid": plan_survey(people.north, people.dorte).uuid}


def opened(people: People) -> Mapping[str, object]:
    """An open survey of Nord."""
    return {"uuid": _open(people).uuid}


def south(people: People) -> Mapping[str, object]:
    """An open survey of Syd, where Alma manages nobody."""
    return {"uuid": open_survey(people.south, people.dorte).uuid}


def results(people: People) -> Mapping[str, object]:
    """A closed survey of Nord that five have answered."""
    survey = _open(people)
    for _each in range(5):
        respond(survey, important())
    return {"uuid": close_survey(survey=survey, by=people.dorte).uuid}


def results_file(people: People) -> Mapping[str, object]:
    """Its table."""
    return {**results(people), "kind": "csv"}


def by_link(people: People) -> Mapping[str, object]:
    """The anonymous link."""
    return {"secret": survey_secret(_open(people))}


def wrong_link(people: People) -> Mapping[str, object]:
    """A link that nobody made."""
    return {"secret": "der-er-intet-her"}


def first_page(people: People) -> Mapping[str, object]:
    """The first question, before anybody has begun: it leads to the start."""
    return {**by_link(people), "number": 1}


def _open(people: People) -> Survey:
    return open_survey(people.north, people.dorte)


RUN = "alma dorte"
ROWS = [
    Row(url="surveys:list", may="alma dorte outsider"),
    Row(url="surveys:new", may="alma dorte outsider"),
    Row(url="surveys:new", may="alma dorte outsider", method="post"),
    Row(url="surveys:instruments", may="alma dorte outsider"),
    Row(url="surveys:instrument_new", may="alma dorte outsider"),
    Row(url="surveys:instrument_import", may="alma dorte outsider"),
    Row(url="surveys:instrument", may="alma dorte outsider", arguments=ready),
    Row(url="surveys:instrument", may=RUN, arguments=own),
    Row(url="surveys:instrument_file", may="alma dorte outsider", arguments=ready),
    Row(url="surveys:instrument_file", may=RUN, arguments=own),
    Row(url="surveys:instrument_copy", may="alma dorte outsider", arguments=ready),
    Row(url="surveys:instrument_edit", may=RUN, arguments=own),
    Row(url="surveys:instrument_edit", may="", arguments=ready),
    Row(url="surveys:instrument_version", may=RUN, method="post", arguments=own),
    Row(url="surveys:instrument_retire", may=RUN, method="post", arguments=own),
    Row(url="surveys:instrument_retire", may="", method="post", arguments=ready),
    Row(url="surveys:instrument_delete", may=RUN, method="post", arguments=own),
    Row(url="surveys:question_new", may=RUN, arguments=kind),
    Row(url="surveys:question_edit", may=RUN, arguments=question),
    Row(url="surveys:question_move", may=RUN, method="post", arguments=question, data={"hvorhen": "op"}),
    Row(url="surveys:question_remove", may=RUN, method="post", arguments=question),
    Row(url="surveys:survey", may=RUN, arguments=opened),
    Row(url="surveys:survey", may="dorte", arguments=south),
    Row(url="surveys:survey", may=RUN, arguments=planned),
    Row(url="surveys:edit", may=RUN, arguments=planned),
    Row(url="surveys:edit", may="", arguments=opened),
    Row(url="surveys:open", may=RUN, method="post", arguments=planned),
    Row(url="surveys:ask", may=RUN, arguments=opened),
    Row(url="surveys:ask", may="", arguments=planned),
    Row(url="surveys:send", may=RUN, method="post", arguments=opened),
    Row(url="surveys:links", may=RUN, method="post", arguments=opened),
    Row(url="surveys:remind", may=RUN, method="post", arguments=opened),
    Row(url="surveys:who", may=RUN, arguments=opened),
    Row(url="surveys:dates", may=RUN, arguments=opened),
    Row(url="surveys:close", may=RUN, arguments=opened),
    Row(url="surveys:close", may=RUN, method="post", arguments=opened),
    Row(url="surveys:delete", may=RUN, arguments=opened),
    Row(url="surveys:delete", may=RUN, method="post", arguments=opened),
    Row(url="surveys:results", may=RUN, arguments=results),
    Row(url="surveys:results", may="dorte", arguments=south),
    Row(url="surveys:results_file", may=RUN, arguments=results_file),
    Row(url="answer:start", may=ANYBODY, arguments=by_link, is_public=True),
    Row(url="answer:start", may="", arguments=wrong_link, is_public=True),
    Row(url="answer:start", may=ANYBODY, method="post", arguments=by_link, is_public=True),
    Row(url="answer:page", may=ANYBODY, arguments=first_page, is_public=True),
    Row(url="answer:summary", may=ANYBODY, arguments=by_link, is_public=True),
    Row(url="answer:thanks", may=ANYBODY, arguments=by_link, is_public=True),
    Row(url="answer:leave", may=ANYBODY, method="post", arguments=by_link, is_public=True),
]
