"""An offering: what it is, what it lifts, when it is held; and taking over, retiring, restoring."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.catalogue.actions import offerings as actions
from fagkompas.catalogue.competencies import competencies_known_to, in_words
from fagkompas.catalogue.forms.offerings import point_names
from fagkompas.catalogue.guides import guide_of
from fagkompas.catalogue.permissions import (
    can_edit_catalogue,
    load_example,
    load_offering,
    load_own_offering,
    visible_offerings,
    visible_sessions,
)
from fagkompas.catalogue.views.shown import shown_session
from fagkompas.catalogue.wording import (
    LANGUAGE_NAMES,
    audience_in_words,
    dimensions_in_words,
    points_in_words,
    price_in_words,
    sentence,
)
from fagkompas.toolkit.pages import panel_url
from fagkompas.toolkit.telling import told


@require_safe
def offering(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What one can do afterwards, what it costs, when it is held, and how its form is run."""
    person, today = signed_in(request), timezone.localdate()
    one = load_offering(person, uuid, today)
    lifts = in_words(one.lifts.order_by("code"), competencies_known_to(person.root_id))
    sessions = visible_sessions(person, today).filter(offering=one)
    to_come = [shown_session(each) for each in sessions.still_to_come(today).select_related("root")]
    names = dict(point_names())
    guide = guide_of(one.form.code)
    shown = {
        "offering": one,
        "is_own": one.root_id == person.root_id,
        "may_edit": can_edit_catalogue(person),
        "lifts": [(lift, points_in_words(lift.lift), names[str(lift.up_to)]) for lift in lifts],
        "audience": audience_in_words(lifts),
        "sessions": to_come,
        "has_other_sessions": sessions.exclude(pk__in=[each.session.pk for each in to_come]).exists(),
        "dimensions": dimensions_in_words(one.dimensions),
        "price": price_in_words(one),
        "language": LANGUAGE_NAMES[one.language],
        "guide": guide,
        "is_as_guide": guide is not None and guide.hours == one.hours,
        "prerequisites": one.prerequisites.order_by("title_da", "pk"),
        "leads_to": visible_offerings(person, today).filter(prerequisites=one).order_by("title_da", "pk"),
        "copy": one.taken_over.filter(root_id=person.root_id).first(),
        "wish_url": panel_url("learning:wish_panel", one.uuid),
    }
    return render(request, "catalogue/offering.html", shown)


@require_POST
def take_over(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A copy of an example as the municipality's own; then to its form, since provider and price are for it to say."""
    person = signed_in(request)
    example = load_example(person, uuid)
    taken = actions.take_over(example=example, root=person.root, by=person)
    messages.success(
        request, _("“%(title)s” is in your catalogue. Write your own provider and price.") % {"title": taken.title}
    )
    return redirect("catalogue:offering_edit", taken.uuid)


@require_POST
def offering_retire(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take it out of the catalogue."""
    person = signed_in(request)
    one = load_own_offering(person, uuid)
    said = _("“%(title)s” is not offered any more.") % {"title": one.title}
    told(
        request,
        lambda: actions.retire_offering(offering=one, today=timezone.localdate(), by=person),
        said,
        sentence=sentence,
    )
    return redirect("catalogue:offering", one.uuid)


@require_POST
def offering_restore(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Offer it again."""
    person = signed_in(request)
    one = load_own_offering(person, uuid)
    actions.restore_offering(offering=one, by=person)
    messages.success(request, _("“%(title)s” is offered again.") % {"title": one.title})
    return redirect("catalogue:offering", one.uuid)
