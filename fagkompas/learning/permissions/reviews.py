"""Who may open a yearly review: the two whose it is, and nobody else.

| | the review | its agreements and how they went |
|---|---|---|
| the employee | yes | yes |
| the manager named on it, while she leads the employee | yes | yes |
| a later manager to whom the employee passed it on | no (it becomes hers while it is not signed by both) | yes |
| everybody else: other managers, consultants, auditors, administrators | no | no |

A manager plans reviews with those whom she manages nearest. When she leads the employee no longer, only the employee
opens it (docs/adr/0008).
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.accounts.permissions import has_role, has_role_in, people_under
from fagkompas.learning.models import Review, ReviewAgreement
from fagkompas.learning.models.reviews import ReviewAgreementQuerySet, ReviewQuerySet

PARTS = ("employee__unit", "manager", "passed_to", "saved_by")


def reviews_of(person: Employee) -> ReviewQuerySet:
    """The reviews that the person is one of the two of, newest first."""
    return Review.objects.select_related(*PARTS).filter(Q(employee=person) | _led(person, "manager", ""))


def agreements_of(person: Employee) -> ReviewAgreementQuerySet:
    """Agreements of signed reviews that the person made, or that were passed on to them."""
    mine = (
        Q(review__employee=person) | _led(person, "manager", "review__") | _led(person, "passed_to", "review__")
    ) & Q(review__manager_signed_at__isnull=False, review__employee_signed_at__isnull=False)
    rows = ReviewAgreement.objects.select_related("offering", "wish", "done_by", "review__employee__unit")
    return rows.select_related("review__manager", "review__passed_to").filter(mine)


def load_review(person: Employee, uuid: UUID) -> Review:
    """A review that the person is one of the two of; otherwise not found."""
    review = reviews_of(person).filter(uuid=uuid).first()
    if review is None:
        raise Http404
    return review


def load_own_review(person: Employee, uuid: UUID) -> Review:
    """The person's own as employee; otherwise not found."""
    review = load_review(person, uuid)
    if review.employee_id != person.pk:
        raise Http404
    return review


def load_led_review(person: Employee, uuid: UUID) -> Review:
    """One that the person holds as manager; otherwise not found."""
    review = load_review(person, uuid)
    if review.manager_id != person.pk:
        raise Http404
    return review


def load_agreement(person: Employee, uuid: UUID) -> ReviewAgreement:
    """One that the person made, or that was passed on to them; otherwise not found."""
    agreement = agreements_of(person).filter(uuid=uuid).first()
    if agreement is None:
        raise Http404
    return agreement


def load_own_agreement(person: Employee, uuid: UUID) -> ReviewAgreement:
    """One that the person made as employee; otherwise not found."""
    agreement = load_agreement(person, uuid)
    if agreement.review.employee_id != person.pk:
        raise Http404
    return agreement


def can_plan_reviews(person: Employee) -> bool:
    """Managers, with those whom they manage nearest."""
    return has_role(person, Role.MANAGER)


def check_plans_reviews(person: Employee) -> None:
    """Others have no such page."""
    if not can_plan_reviews(person):
        raise Http404


def led_by_their_managers(reviews: Iterable[Review]) -> set[int]:
    """Numbers of those whose manager still leads the employee. One query, however many they are."""
    rows = [review for review in reviews if review.manager is not None and review.manager.is_active]
    held = RoleHeld.objects.filter(role=Role.MANAGER, employee__in={row.manager_id for row in rows}).order_by("pk")
    places: dict[int, list[str]] = {}
    for employee_id, lineage in held.values_list("employee_id", "unit__lineage"):
        places.setdefault(employee_id, []).append(lineage)
    return {
        row.pk
        for row in rows
        if any(row.employee.unit.lineage.startswith(lineage) for lineage in places.get(row.manager_id or 0, ()))
    }


def is_led_by_manager(review: Review) -> bool:
    """Whether the manager named on it still leads the employee. One query, for anybody but the manager."""
    manager = review.manager
    return manager is not None and manager.is_active and has_role_in(manager, review.employee.unit, Role.MANAGER)


def _led(person: Employee, column: str, prefix: str) -> Q:
    """Reviews that name the person as manager and are of somebody whom the person leads now."""
    if not has_role(person, Role.MANAGER):
        return Q(pk__in=[])
    led = people_under(person, Role.MANAGER).filter(is_active=True).order_by()
    return Q(**{f"{prefix}{column}": person, f"{prefix}employee__in": led.values("pk")})
