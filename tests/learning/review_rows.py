"""Who may open the pages about the yearly review."""

from collections.abc import Mapping

from tests.catalogue.making import make_offering
from tests.learning.reviews import agreement_of, make_review, make_signed
from tests.people import People
from tests.permissions import EVERYONE, Row

THE_TWO = "alma bo"


def bo_s_review(people: People) -> Mapping[str, object]:
    """Bo's, planned by Alma."""
    return {"uuid": make_review(people).uuid}


def signed(people: People) -> Mapping[str, object]:
    """Bo's, signed by both."""
    return {"uuid": make_signed(people).uuid}


def agreement(people: People) -> Mapping[str, object]:
    """Of Bo's signed review, about something in the catalogue."""
    return {"uuid": agreement_of(make_signed(people, offering=make_offering(people))).uuid}


ROWS: list[Row] = [
    Row(url="learning:reviews", may=EVERYONE),
    Row(url="learning:reviews_file", may=EVERYONE),
    Row(url="learning:review_plan", may="alma outsider"),
    Row(url="learning:review_plan", may="alma outsider", method="post"),
    Row(url="learning:review", may=THE_TWO, arguments=bo_s_review),
    Row(url="learning:review", may=THE_TWO, arguments=signed),
    Row(url="learning:review_save", may=THE_TWO, method="post", arguments=bo_s_review),
    Row(url="learning:review_sign", may=THE_TWO, method="post", arguments=bo_s_review),
    Row(url="learning:review_withdraw", may=THE_TWO, method="post", arguments=bo_s_review),
    Row(url="learning:review_printed", may=THE_TWO, arguments=signed),
    Row(url="learning:review_pdf", may=THE_TWO, arguments=signed),
    Row(url="learning:review_prepare", may=THE_TWO, arguments=bo_s_review),
    Row(url="learning:review_prepare_save", may=THE_TWO, method="post", arguments=bo_s_review),
    Row(url="learning:review_share", may=THE_TWO, method="post", arguments=bo_s_review),
    Row(url="learning:review_move", may="alma", arguments=bo_s_review),
    Row(url="learning:review_move", may="alma", method="post", arguments=bo_s_review),
    Row(url="learning:review_call_off", may=THE_TWO, arguments=bo_s_review),
    Row(url="learning:review_call_off", may=THE_TWO, method="post", arguments=bo_s_review),
    Row(url="learning:review_pass_on", may="bo", arguments=bo_s_review),
    Row(url="learning:review_pass_on", may="bo", method="post", arguments=bo_s_review),
    Row(url="learning:review_agreement", may=THE_TWO, arguments=agreement),
    Row(url="learning:review_agreement", may=THE_TWO, method="post", arguments=agreement),
    Row(url="learning:review_agreement_wish", may="bo", method="post", arguments=agreement),
]
