"""The view across municipalities, and taking part in it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.unit_profiles import safe
from fagkompas.assessments.wording import LEVELS
from fagkompas.engine.scales import LEVELS as BOTH_LEVELS
from fagkompas.frameworks.models import Version
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.learning.across import (
    FEWEST,
    Together,
    frameworks_across,
    given_by,
    is_member,
    own_figures,
    together,
)
from fagkompas.learning.actions import across as actions
from fagkompas.learning.figures import Beside, beside
from fagkompas.learning.models import ResourceViewMember
from fagkompas.learning.permissions import check_advises
from fagkompas.learning.permissions.across import check_administers, check_decides_across, may_decide_across
from fagkompas.toolkit.pages import Link


@require_safe
def across(request: HttpRequest) -> HttpResponse:
    """Per field and level the mean of the municipalities that take part, with one's own beside."""
    viewer, today = signed_in(request), timezone.localdate()
    check_advises(viewer)
    if not is_member(viewer.root_id):
        return render(request, "learning/across.html", {"is_member": False, "may_decide": may_decide_across(viewer)})
    is_demo = viewer.root.is_demo
    versions = _versions(frameworks_across(is_demo=is_demo), viewer.root_id)
    code = request.GET.get("ramme", "")
    code = code if code in versions else next(iter(versions), "")
    texts = texts_of(versions[code]) if code else None
    rows: list[Together] = []
    if texts:
        own = own_figures(viewer, code, today)
        rows = together(code, [field.code for field in texts.fields], own, is_demo=is_demo)
    return render(
        request,
        "learning/across.html",
        {
            "is_member": True,
            "may_decide": may_decide_across(viewer),
            "fewest_others": FEWEST - 1,
            "rows": [row for one in rows if one.is_shown for row in _lines(one, texts)],
            "hidden": [texts.field(one.field).name for one in rows if not one.is_shown] if texts else [],
            "svg": _figure(rows, texts, narrow=False),
            "svg_narrow": _figure(rows, texts, narrow=True),
            "frameworks": [
                Link(
                    label=version.name,
                    url=f"{reverse('learning:across')}?ramme={key}",
                    is_current=key == code,
                )
                for key, version in versions.items()
            ],
            "has_demo": is_demo,
        },
    )


def _versions(codes: list[str], root_id: int) -> dict[str, Version]:
    """The newest published version of each framework that comes with the product. One query."""
    found: dict[str, Version] = {}
    for version in Version.objects.choosable(root_id).filter(framework__code__in=codes, framework__root__isnull=True):
        found.setdefault(version.framework.code, version)
    return found


def _lines(one: Together, texts: FrameworkTexts | None) -> list[dict[str, object]]:
    if texts is None or one.shares is None:
        return []
    return [
        {
            "name": texts.field(one.field).name,
            "level": str(LEVELS[level]),
            "share": one.shares[level],
            "own": one.own[level] if one.own else None,
            "municipalities": one.municipalities,
            "people": one.people,
        }
        for level in BOTH_LEVELS
    ]


def _figure(rows: list[Together], texts: FrameworkTexts | None, *, narrow: bool) -> SafeString:
    lines = [
        Beside(
            name=f"{texts.field(one.field).name}, {LEVELS[level]}",
            own=one.own[level],
            sisters=(),
            together=one.shares[level],
        )
        for one in rows
        for level in BOTH_LEVELS
        if texts and one.is_shown and one.own and one.shares
    ]
    if not lines:
        return safe("")
    title = _("You beside the municipalities together")
    words = (_("your municipality"), _("the municipalities together"))
    return safe(beside(lines, prefix="an" if narrow else "a", title=title, narrow=narrow, words=words))


@require_http_methods(["GET", "POST"])
def take_part(request: HttpRequest) -> HttpResponse:
    """What is shared, said before anybody decides; join or leave."""
    person, today = signed_in(request), timezone.localdate()
    check_administers(person)
    if request.method == "POST":
        check_decides_across(person)
        if "join" in request.POST:
            actions.join(root=person.root, today=today, by=person)
            messages.success(request, _("You take part. Your figures come in on the first of next month."))
        elif "leave" in request.POST:
            actions.leave(root=person.root, today=today, by=person)
            messages.success(request, _("You do not take part any more, and your figures are out."))
        return redirect("learning:across_take_part")
    member = ResourceViewMember.objects.filter(root_id=person.root_id).select_related("joined_by").first()
    return render(
        request,
        "learning/across_take_part.html",
        {
            "member": member,
            "may_decide": may_decide_across(person),
            "given": len({one.field for one in given_by(person.root, today)}),
            "fewest_others": FEWEST - 1,
            "municipality": person.root.name,
        },
    )
