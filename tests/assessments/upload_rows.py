"""Who may open the pages of ratings files."""

import io
from collections.abc import Mapping

from django.utils import timezone

from fagkompas.assessments.actions.uploads import keep_upload
from fagkompas.assessments.models import RatingsImport
from fagkompas.assessments.uploading import read_upload
from tests.assessments.rounds import make_round
from tests.people import People
from tests.permissions import Row

BO_IN_NORTH = """\
medarbejder;navn;enhed;vurderet af;kompetence;værdi
bo@testkommune.example;Bo;Testkommune / Nord;selv;AU-G1;3
"""


def waiting(people: People, text: str = BO_IN_NORTH, author: str = "alma") -> RatingsImport:
    """A file that somebody has read."""
    round_ = make_round(people.north)
    reading = read_upload(io.BytesIO(text.encode()), name="vurderinger.csv", versions=[round_.version])
    person = getattr(people, author)
    return keep_upload(author=person, file_name="vurderinger.csv", reading=reading, now=timezone.now())


def of_alma(people: People) -> Mapping[str, object]:
    """Alma's file."""
    return {"uuid": waiting(people).uuid}


ROWS = [
    Row(url="assessments:upload", may="alma dorte outsider"),
    Row(url="assessments:upload", may="alma dorte outsider", method="post"),
    Row(url="assessments:upload_preview", may="alma", arguments=of_alma),
    Row(url="assessments:upload_save", may="alma", method="post", arguments=of_alma),
    Row(url="assessments:upload_save_new", may="alma", method="post", arguments=of_alma),
    Row(url="assessments:upload_drop", may="alma", method="post", arguments=of_alma),
    Row(url="assessments:upload_problems", may="alma", arguments=of_alma),
]
