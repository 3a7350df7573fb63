"""Recruitment: out of what a plan, or the needs of a unit, leave open comes a profile with a draft of the advert."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import recruitment as actions
from fagkompas.learning.adverts import advert_blocks
from fagkompas.learning.documents import advert_pdf
from fagkompas.learning.forms.recruitment import AdvertForm, HiresForm
from fagkompas.learning.models import RecruitmentProfile
from fagkompas.learning.needs_pages import needs_page
from fagkompas.learning.permissions.plans import check_leads
from fagkompas.learning.permissions.recruitment import load_profile, plan_to_recruit_after, profiles_led_by
from fagkompas.learning.recruiting import ProfileFacts, field_names, left_after, left_now
from fagkompas.learning.wording.recruitment import (
    closes_in_words,
    colleagues,
    gap_in_words,
    listed,
    positions_in_words,
    proposal_in_words,
)
from fagkompas.toolkit.documents import PdfUnavailable
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import Link, file_response
from fagkompas.toolkit.refused_forms import RefusedForm, keep_refused, take_refused
from fagkompas.toolkit.together import ChangedMeanwhile

SORTS = {"dato": ("created_at", "pk"), "enhed": ("unit__path", "pk")}


@require_safe
def recruitments(request: HttpRequest) -> HttpResponse:
    """The profiles of the units one manages."""
    person = signed_in(request)
    check_leads(person)
    listing = list_page(request, profiles_led_by(person), sorts=SORTS, default="-dato")
    names = field_names(person.root_id)
    rows = [(one, _described(one, names)) for one in listing.page]
    return render(request, "learning/recruitments.html", {"listing": listing, "rows": rows})


# A new one


@require_http_methods(["GET", "HEAD", "POST"])
def recruitment_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is left open, and what one, two or more new colleagues would close; choosing makes a draft for each."""
    page = needs_page(request, uuid, to_edit=True)
    plan = plan_to_recruit_after(page.viewer, page.unit.pk, request.GET.get("plan", ""))
    left = left_after(plan, today=timezone.localdate()) if plan else left_now(page.unit, page.situation)
    proposals = {len(one.hires): one for one in left.proposals}
    choices = [(str(hires), proposal_in_words(one, left)) for hires, one in proposals.items()]
    form = HiresForm(posted(request), proposals=choices, initial={"hires": 1})
    if request.method == "POST" and form.is_valid():
        made = actions.make_profiles(
            left=left, proposal=proposals[form.cleaned_data["hires"]], by=page.viewer, now=timezone.now()
        )
        words = ngettext(
            "The draft is written. Read it through, and make it sound like you.",
            "%(n)s drafts are written. Read them through, and make them sound like you.",
            len(made),
        )
        messages.success(request, words % {"n": number(len(made), 0)})
        return redirect("learning:recruitment", made[0].uuid) if len(made) == 1 else redirect("learning:recruitments")
    back_url = reverse("learning:plan", args=[plan.uuid]) if plan else page.url("needs_answers")
    context = {
        "unit": page.unit,
        "left": left,
        "plan": plan,
        "rows": [(left.name(gap.field), gap, left.on_the_way.get(gap.field, 0)) for gap in left.open],
        "is_rated": plan is not None or page.situation.profile is not None,
        "form": form,
        "back_url": back_url,
        "guide": advert_blocks().description.in_language(_language()),
    }
    return render(request, "learning/recruitment_new.html", context, status=422 if form.errors else 200)


# One profile


@require_http_methods(["GET", "HEAD", "POST"])
def recruitment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What to look for, out of what, and the advert to write on."""
    person = signed_in(request)
    profile = load_profile(person, uuid)
    if request.method != "POST":
        return _page(request, profile, take_refused(request))
    form = AdvertForm(request.POST)
    if form.is_valid():
        try:
            actions.edit_profile(profile=profile, by=person, **form.cleaned_data)
        except ChangedMeanwhile:
            pass  # the page shows both, from what was typed
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("The advert is saved."))
            return redirect("learning:recruitment", profile.uuid)
    keep_refused(request, form, typed=request.POST)
    return redirect("learning:recruitment", profile.uuid)


def _page(request: HttpRequest, profile: RecruitmentProfile, refused: RefusedForm | None) -> HttpResponse:
    names = field_names(profile.unit.root_id or profile.unit.pk)
    form = AdvertForm(initial={"text": profile.text, "revision": profile.revision})
    is_old = False
    if refused is not None:
        is_old = refused.typed.get("revision") != str(profile.revision)
        form = AdvertForm({"text": refused.typed.get("text", ""), "revision": profile.revision})
        refused.tell(form)
    described = _described(profile, names)
    context = {
        "profile": profile,
        "described": described,
        "gaps": [(_name(names, described.facts, gap.field), gap, gap_in_words(gap)) for gap in described.facts.gaps],
        "form": form,
        "saved": [(_("The advert"), profile.text)] if is_old else [],
        "exports": [Link(label=label, url=_file_url(profile, kind)) for kind, label in _kinds()],
    }
    return render(request, "learning/recruitment.html", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Described:
    """A profile in words."""

    facts: ProfileFacts
    fields: str
    positions: str
    closes: str
    is_for: str


def _described(profile: RecruitmentProfile, names: dict[str, dict[str, str]]) -> _Described:
    facts = ProfileFacts.from_kept(profile.fields)
    return _Described(
        facts=facts,
        fields=listed([_name(names, facts, field) for field in facts.fields]),
        positions=colleagues(facts.positions),
        closes=closes_in_words(facts),
        is_for=positions_in_words(facts),
    )


def _name(names: dict[str, dict[str, str]], facts: ProfileFacts, field: str) -> str:
    return names.get(facts.framework, {}).get(field, field)


@require_safe
def recruitment_file(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """The advert as text or on paper."""
    profile = load_profile(signed_in(request), uuid)
    name = f"stillingsopslag-{timezone.localtime(profile.created_at).date().isoformat()}.{kind}"
    if kind == "txt":
        return file_response(profile.text.replace("\n", "\r\n").encode("utf-8-sig"), name)
    if kind != "pdf":
        raise Http404
    try:
        made = advert_pdf(profile)
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("learning:recruitment", profile.uuid)
    return file_response(made, name)


@require_http_methods(["GET", "HEAD", "POST"])
def recruitment_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Delete a profile with its advert."""
    person = signed_in(request)
    profile = load_profile(person, uuid)
    if request.method == "POST":
        actions.delete_profile(profile=profile, by=person)
        messages.success(request, _("The recruitment profile is deleted."))
        return redirect("learning:recruitments")
    return render(request, "learning/recruitment_delete.html", {"profile": profile})


def _kinds() -> tuple[tuple[str, str], ...]:
    return ("txt", _("Text")), ("pdf", "PDF")


def _file_url(profile: RecruitmentProfile, kind: str) -> str:
    return reverse("learning:recruitment_file", args=[profile.uuid, kind])


def _language() -> str:
    return get_language() or "da"
