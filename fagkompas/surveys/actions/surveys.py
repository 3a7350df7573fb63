"""A survey from plan to deletion.

    plan_survey ──> PLANNED ──open_survey──> OPEN ──close_survey──> CLOSED
                       │ edit_survey           │ ask, post_links      │
                       │                       │ move_dates           │
                       └───────────────────────┴── delete_survey ─────┘   by a person, or by `retention` on its day

Opening fixes the questions. Closing counts what was sent, and only then is a figure shown: a survey that is closed never
opens again, since one more answer would tell itself apart. When an anonymous survey closes, its personal links are deleted;
how many there were stays.

What is refused is refused with a `BadInput`, a problem per field; `surveys.wording` has the sentences.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypedDict, Unpack
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fagkompas.accounts.actions import Mail, post_letters, withdraw_letters
from fagkompas.accounts.models import Employee, Letter, LetterKind, LetterQuerySet, Unit
from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import Problem
from fagkompas.surveys.counting import counted
from fagkompas.surveys.links import invitation_secret, survey_secret
from fagkompas.surveys.models import Answer, Instrument, Invitation, Response, Survey, SurveyState
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.formats import short_date
from fagkompas.toolkit.links import digest_of
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.together import ChangedMeanwhile

ANSWERING_TIME: Final = timedelta(weeks=3)
KEPT_FOR: Final = timedelta(days=365)
KEPT_AT_MOST_YEARS: Final = 10
MOST_ASKED: Final = 2_000


class Days(TypedDict):
    """The days of a survey."""

    opens_on: date
    closes_on: date
    deletes_on: date


class SurveyColumns(TypedDict, total=False):
    """What may be chosen about a survey while it is planned."""

    unit: Unit
    instrument: Instrument
    name: str
    purpose: str
    is_anonymous: bool
    opens_on: date
    closes_on: date
    deletes_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a survey holds of people."""

    invitations: int
    responses: int
    answers: int

    @property
    def rows(self) -> int:
        """All of them together."""
        return self.invitations + self.responses + self.answers


def suggested_days(today: date) -> Days:
    """The days of a new survey, unless somebody chooses others."""
    closes_on = today + ANSWERING_TIME
    return {"opens_on": today, "closes_on": closes_on, "deletes_on": closes_on + KEPT_FOR}


@transaction.atomic
def plan_survey(*, by: Employee, now: datetime, **columns: Unpack[SurveyColumns]) -> Survey:
    """Write a survey down; nobody is asked yet. Raises `BadInput`."""
    survey = Survey(root_id=by.root_id, created_by=by, created_at=now, state=SurveyState.PLANNED, **columns)
    refuse(_problems_of_plan(survey))
    survey.save()
    record_change(by=by, action="surveys.survey.planned", target=survey)
    return survey


@transaction.atomic
def edit_survey(*, survey: Survey, revision: int, by: Employee, **columns: Unpack[SurveyColumns]) -> Survey:
    """Change the plan. Raises `BadInput`, also when somebody has opened the survey since, and `ChangedMeanwhile`."""
    held = _held(survey)
    is_planned = held.state == SurveyState.PLANNED
    if is_planned and held.revision != revision:
        raise ChangedMeanwhile
    for name, value in columns.items():
        setattr(held, name, value)
    refuse([*unless(is_planned, "", "survey_not_planned"), *_problems_of_plan(held)])
    held.revision += 1
    held.save()
    record_change(by=by, action="surveys.survey.edited", target=held, columns=sorted(columns))
    return held


@transaction.atomic
def open_survey(*, survey: Survey, by: Employee, today: date) -> Survey:
    """Let the answers begin; today is the first day, and the questions are fixed from now on. Raises `BadInput`."""
    held = _held(survey)
    held.opens_on = today
    instrument = Instrument.objects.select_for_update(of=("self",)).get(pk=held.instrument_id)
    held.instrument = instrument
    refuse(
        [
            *unless(held.state == SurveyState.PLANNED, "", "survey_not_planned"),
            *unless(held.closes_on >= today, "closes_on", "survey_closes_in_the_past"),
            *_problems_of_plan(held),
        ]
    )
    instrument.is_fixed = True
    instrument.save(update_fields=["is_fixed"])
    held.state = SurveyState.OPEN
    held.revision += 1
    held.link_digest = digest_of(survey_secret(held)) if held.is_anonymous else ""
    held.save()
    record_change(by=by, action="surveys.survey.opened", target=held)
    return held


@transaction.atomic
def ask(
    *, survey: Survey, employees: Iterable[Employee], emails: Iterable[str], by: Employee, today: date
) -> list[Invitation]:
    """A personal link for each who has none yet: employees, and people outside by address. The new ones, not sent.

    Raises `BadInput` when an address is none, or nobody is new.
    """
    held = _held(survey)
    typed = list(dict.fromkeys(address.strip().lower() for address in emails if address.strip()))
    known = {one.email: one for one in Employee.objects.of_root(held.root_id).filter(email__in=typed, is_active=True)}
    wanted = {one.pk: one for one in (*employees, *known.values())}
    there = set(held.invitations.values_list("employee_id", flat=True))
    used = set(held.invitations.exclude(email="").values_list("email", flat=True))
    new = [
        *(_invitation(held, employee=one) for one in wanted.values() if one.pk not in there),
        *(_invitation(held, email=address) for address in typed if address not in known and address not in used),
    ]
    refuse(
        [
            *unless(held.takes_answers_on(today), "", "survey_not_open"),
            *(
                problem
                for address in typed
                for problem in unless(_is_email(address), "emails", "email_wrong", address[:80])
            ),
            *unless(new, "who", "nobody_to_ask"),
            *unless(len(new) <= MOST_ASKED, "who", "too_many_to_ask", limit=MOST_ASKED),
        ]
    )
    Invitation.objects.bulk_create(new, batch_size=500)
    record_change(by=by, action="surveys.survey.asked", target=held, invitations=len(new))
    return new


@transaction.atomic
def post_links(*, survey: Survey, mails: Sequence[tuple[Invitation, Mail]], now: datetime) -> None:
    """Put a mail with each link into the outbox, in the place of one that is there. Raises `BadInput` when it has closed."""
    held = _held(survey)
    refuse(unless(held.state == SurveyState.OPEN, "", "survey_not_open"))
    invitations = [invitation for invitation, _mail in mails]
    withdraw_letters(letters=Letter.objects.filter(pk__in=[one.letter_id for one in invitations if one.letter_id]))
    letters = post_letters(root_id=held.root_id, kind=LetterKind.SURVEY, mails=[mail for _invitation, mail in mails])
    for invitation, letter in zip(invitations, letters, strict=True):
        invitation.letter, invitation.sent_at = letter, now
    Invitation.objects.bulk_update(invitations, ["letter", "sent_at"], batch_size=500)


@transaction.atomic
def remind(*, survey: Survey, mails: Sequence[tuple[Invitation, Mail]], now: datetime, by: Employee) -> None:
    """Send the link once more. Raises `BadInput` when the survey has closed."""
    post_links(survey=survey, mails=mails, now=now)
    Invitation.objects.filter(pk__in=[one.pk for one, _mail in mails]).update(reminded_at=now)
    record_change(by=by, action="surveys.survey.reminded", target=survey, invitations=len(mails))


@transaction.atomic
def record_links_copied(*, survey: Survey, by: Employee) -> None:
    """Somebody has taken the personal links out to send them in another way: whoever has a link can answer by it."""
    record_change(by=by, action="surveys.survey.links_copied", target=survey)


@transaction.atomic
def move_dates(
    *, survey: Survey, revision: int, by: Employee, today: date, closes_on: date, deletes_on: date
) -> Survey:
    """Choose other days while answers are still taken. Raises `BadInput` and `ChangedMeanwhile`.

    The day of deletion is told to all who answer, so once anybody has begun it only comes earlier.
    """
    held = _held(survey)
    may_move, told = held.takes_answers_on(today), held.deletes_on
    if may_move and held.revision != revision:
        raise ChangedMeanwhile
    held.closes_on, held.deletes_on = closes_on, deletes_on
    keeps_word = deletes_on <= told or not held.responses.exists()
    refuse(
        [
            *unless(may_move, "", "survey_over"),
            *unless(closes_on >= today, "closes_on", "survey_closes_in_the_past"),
            *unless(keeps_word, "deletes_on", "survey_kept_longer_than_told", day=short_date(told)),
            *_problems_of_dates(held),
        ]
    )
    held.revision += 1
    held.save(update_fields=["closes_on", "deletes_on", "revision"])
    record_change(
        by=by,
        action="surveys.survey.dates_moved",
        target=held,
        closes_on=closes_on.isoformat(),
        deletes_on=deletes_on.isoformat(),
    )
    return held


@transaction.atomic
def close_survey(*, survey: Survey, by: Employee | None) -> Survey:
    """Count what was sent, once and for all; what was begun and not sent is deleted, and mails that wait are withdrawn.

    `by` None is the retention run. Raises `BadInput`.
    """
    held = _held(survey)
    refuse(unless(held.state == SurveyState.OPEN, "", "survey_not_open"))
    _delete(held.responses.filter(submitted_on__isnull=True))
    held.state = SurveyState.CLOSED
    held.asked = held.invitations.count()
    held.tally = counted(held)
    held.save(update_fields=["state", "asked", "tally"])
    letters = _letters_of(held)
    withdraw_letters(letters=letters if held.is_anonymous else letters.filter(sent_at__isnull=True, is_refused=False))
    if held.is_anonymous:
        held.invitations.all().delete()
    record_change(by=by, action="surveys.survey.closed", target=held, root_id=held.root_id)
    return held


@transaction.atomic
def delete_survey(*, survey: Survey, by: Employee | None) -> Contents:
    """Really delete a survey with every answer in it; `by` None is the retention run."""
    held = _held(survey)
    deleted = contents_of(held)
    withdraw_letters(letters=_letters_of(held))
    _delete(held.responses.all())
    record_change(
        by=by, action="surveys.survey.deleted", target=held, root_id=held.root_id, responses=deleted.responses
    )
    held.delete()
    return deleted


def contents_of(survey: Survey) -> Contents:
    """How much stands in the survey."""
    return Contents(
        invitations=survey.invitations.count(),
        responses=survey.responses.count(),
        answers=Answer.objects.filter(response__survey=survey).count(),
    )


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Close the surveys whose last day has passed, and delete those whose day of deletion has."""
    over = list(Survey.objects.past_closing(today))
    if not dry_run:
        for survey in over:
            close_survey(survey=survey, by=None)
    lines = [RetentionLine(what=_("surveys that were closed because their last day has passed"), rows=len(over))]
    return [*lines, *(_end_of(survey, dry_run=dry_run) for survey in Survey.objects.past_deletion(today))]


def _end_of(survey: Survey, *, dry_run: bool) -> RetentionLine:
    deleted = contents_of(survey) if dry_run else delete_survey(survey=survey, by=None)
    what = _("the survey %(survey)s in %(unit)s with everything in it, kept until %(day)s") % {
        "survey": survey.name,
        "unit": survey.unit.path,
        "day": survey.deletes_on.isoformat(),
    }
    return RetentionLine(what=what, rows=1 + deleted.rows)


def _invitation(survey: Survey, *, employee: Employee | None = None, email: str = "") -> Invitation:
    invitation = Invitation(uuid=uuid4(), survey=survey, employee=employee, email=email)
    invitation.link_digest = digest_of(invitation_secret(invitation))
    return invitation


def _letters_of(survey: Survey) -> LetterQuerySet:
    return Letter.objects.filter(pk__in=survey.invitations.filter(letter__isnull=False).values("letter"))


def _delete(responses: QuerySet[Response]) -> None:
    """Each is held first: whoever is just saving an answer to it is done before, or finds it gone."""
    list(responses.select_for_update().order_by("pk").values_list("pk"))
    responses.delete()


def _held(survey: Survey) -> Survey:
    """The survey as it stands now, kept from others until the transaction ends."""
    return Survey.objects.select_for_update(of=("self",)).select_related("unit", "instrument").get(pk=survey.pk)


def _is_email(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def _problems_of_plan(survey: Survey) -> Iterator[Problem]:
    seen = Instrument.objects.seen_by(survey.root_id).filter(pk=survey.instrument_id).exists()
    yield from unless(survey.name.strip(), "name", "name_missing")
    yield from unless(survey.purpose.strip(), "purpose", "purpose_missing")
    yield from unless(not cpr_like(survey.name), "name", "cpr_like", masked_cpr(survey.name))
    yield from unless(not cpr_like(survey.purpose), "purpose", "cpr_like", masked_cpr(survey.purpose))
    yield from unless(seen and survey.instrument.retired_on is None, "instrument", "instrument_retired")
    yield from unless(survey.instrument.document.get("questions"), "instrument", "no_questions")
    yield from unless(survey.unit.root_id == survey.root_id, "unit", "unit_unknown")
    yield from unless(survey.unit.retired_on is None, "unit", "unit_retired", survey.unit.path)
    yield from _problems_of_dates(survey)


def _problems_of_dates(survey: Survey) -> Iterator[Problem]:
    last = survey.closes_on + timedelta(days=KEPT_AT_MOST_YEARS * 366)
    yield from unless(survey.closes_on >= survey.opens_on, "closes_on", "survey_closes_before_opening")
    yield from unless(survey.deletes_on > survey.closes_on, "deletes_on", "survey_deleted_before_closing")
    yield from unless(survey.deletes_on <= last, "deletes_on", "survey_kept_too_long", years=KEPT_AT_MOST_YEARS)
