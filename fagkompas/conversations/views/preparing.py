"""A new conversation, and the page where it is prepared."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import may_open
from fagkompas.companies.models import Company
from fagkompas.companies.permissions import writes_companies
from fagkompas.conversations.actions import preparing as actions
from fagkompas.conversations.around import at_hand, has_history, last_time, offered_templates
from fagkompas.conversations.document import Template
from fagkompas.conversations.forms.earlier import asked_about
from fagkompas.conversations.forms.preparing import PreparationForm
from fagkompas.conversations.forms.starting import HeldForm, StartForm
from fagkompas.conversations.models import Conversation, Meeting
from fagkompas.conversations.permissions import (
    conversations_with,
    load_citizen_to_talk_with,
    load_company,
    load_to_write,
)
from fagkompas.conversations.templates_file import templates
from fagkompas.conversations.views.reading import note_listing, note_reading
from fagkompas.conversations.views.sheets import PreparationSheet
from fagkompas.conversations.when import local, moment_of, suggested_start
from fagkompas.conversations.wording import name_of, sentence, sentences
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import panel_url
from fagkompas.toolkit.together import ChangedMeanwhile, autosaved, on_page, opened_twins, save_together


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, citizen: UUID) -> HttpResponse:
    """Plan one with a citizen."""
    person = signed_in(request)
    return _new(request, person, citizen=load_citizen_to_talk_with(person, citizen))


@require_http_methods(["GET", "POST"])
def new_with_company(request: HttpRequest, company: UUID) -> HttpResponse:
    """Plan one with a company."""
    person = signed_in(request)
    return _new(request, person, company=load_company(person, company))


@require_http_methods(["GET", "POST"])
def note_held(request: HttpRequest, citizen: UUID) -> HttpResponse:
    """Note one with a citizen that is held and that nobody had planned; then it is closed as any other."""
    person = signed_in(request)
    one = load_citizen_to_talk_with(person, citizen)
    offered = _offered(person, citizen=one)
    initial = {"template": offered[0].code, "held_on": timezone.localdate(), "meeting": Meeting.PLACE}
    form = HeldForm(posted(request), templates=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.note_held(
                template=templates()[given["template"]],
                held_at=moment_of(given["held_on"], given["held_time"]),
                meeting=Meeting(given["meeting"]),
                now=timezone.now(),
                by=person,
                citizen=one,
                key=given["key"],
            )
            return redirect(f"{reverse('conversations:close', args=[made.uuid])}?afholdt=1")
        except BadInput as refused:
            form.refused(refused)
    note_listing(person, one)
    waiting = conversations_with(person, one).waiting().select_related("held_by", "citizen__caseworker")
    context = {"form": form, "citizen": one, "waiting": list(waiting), "back_url": _page_of(person, one)}
    return render(request, "conversations/note_held.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All that is prepared on one page; saved while one types."""
    person = signed_in(request)
    one = load_to_write(person, uuid)
    if not one.is_planned and request.method == "GET":
        return redirect("conversations:hold" if one.is_under_way else "conversations:minutes", one.uuid)
    sheet = PreparationSheet(conversation=one, person=person, asked=asked_about(request.POST))
    if "X-Autosave" in request.headers:
        return autosaved(save_together(request, sheet), sheet)
    begins = request.method == "POST" and "begin" in request.POST
    next_url = reverse("conversations:begin" if begins else "conversations:prepare", args=[one.uuid])
    page = on_page(request, sheet, done=_("The preparation is saved."), save_url=request.path, next_url=next_url)
    if isinstance(page, HttpResponse):
        return page
    note_reading(person, one)
    return _prepare_page(request, one, page.form, dict(page.texts))


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was agreed for the talk, to say aloud; then the clock starts."""
    person = signed_in(request)
    one = load_to_write(person, uuid)
    if not one.is_planned:
        return redirect("conversations:hold", one.uuid)
    if request.method == "POST":
        try:
            actions.begin(conversation=one, by=person, now=timezone.now())
        except BadInput as refused:
            messages.error(request, " ".join(sentence(problem) for problem in refused.problems))
            return redirect("conversations:prepare", one.uuid)
        return redirect("conversations:hold", one.uuid)
    note_reading(person, one)
    topics = list(one.topics.all())
    context = {
        "one": one,
        "topics": topics,
        "parties": list(one.parties.select_related("conversation")),
        "not_agreed": {party.kind for party in actions.without_consent(one)},
        "is_of_another_day": timezone.localdate(one.planned_at) != timezone.localdate(),
        "sum": sum(topic.minutes for topic in topics),
        "unread": unread_in(one, *topics),
    }
    return render(request, "conversations/begin.html", context)


@require_http_methods(["GET", "POST"])
def call_off(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It will not be held: what goes with it is shown before it goes."""
    person = signed_in(request)
    one = load_to_write(person, uuid)
    if request.method == "POST":
        sent = request.POST.get("revision", "")
        revision = int(sent) if sent.isdecimal() else -1
        try:
            actions.call_off(conversation=one, revision=revision, by=person)
        except ChangedMeanwhile:
            messages.warning(
                request, _("Somebody has prepared more since you looked. Look again before you call it off.")
            )
            return redirect("conversations:call_off", one.uuid)
        except BadInput as refused:
            messages.error(request, " ".join(sentences(refused)))
            return redirect("conversations:prepare", one.uuid)
        messages.success(request, _("The conversation is called off, and what was prepared is deleted."))
        return redirect("conversations:list")
    if not one.is_planned:
        return redirect("conversations:prepare", one.uuid)
    note_reading(person, one)
    topics = list(one.topics.all())
    return render(request, "conversations/call_off.html", {"one": one, "topics": topics, "name": name_of(one)})


def _new(
    request: HttpRequest, person: Employee, *, citizen: Citizen | None = None, company: Company | None = None
) -> HttpResponse:
    """The few choices that nothing can be suggested for by itself."""
    offered = _offered(person, citizen=citizen, company=company)
    start = local(suggested_start(timezone.now()))
    initial = {"template": offered[0].code, "planned_on": start.date(), "planned_time": start.time()}
    form = StartForm(request.POST if request.method == "POST" else None, templates=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_conversation(
                template=templates()[form.cleaned_data["template"]],
                planned_at=moment_of(form.cleaned_data["planned_on"], form.cleaned_data["planned_time"]),
                now=timezone.now(),
                by=person,
                citizen=citizen,
                company=company,
                key=form.cleaned_data["key"],
            )
            return redirect("conversations:prepare", made.uuid)
        except BadInput as refused:
            form.refused(refused)
    others = Conversation.objects.filter(company=company) if citizen is None else conversations_with(person, citizen)
    planned = others.waiting()
    if citizen is not None:
        note_listing(person, citizen)
    context = {
        "form": form,
        "may_note": writes_companies(person),
        "with_whom": citizen or company,
        "templates": offered,
        "citizen": citizen,
        "company": company,
        "planned": list(planned.select_related("held_by", "citizen__caseworker")),
    }
    return render(request, "conversations/new.html", context, status=422 if form.errors else 200)


def _offered(
    person: Employee, *, citizen: Citizen | None = None, company: Company | None = None
) -> tuple[Template, ...]:
    """The templates for whom one talks with, as far as the person knows whom that is."""
    before = has_history(citizen.pk if citizen else None, company.pk if company else None)
    group = None if citizen is None else citizen.target_group if may_open(person, citizen) else ""
    return offered_templates(group, has_history=before)


def _page_of(person: Employee, citizen: Citizen) -> str:
    """Where the conversations with the citizen stand, for whom it is who asks."""
    return reverse(
        "conversations:of_citizen" if may_open(person, citizen) else "casework:towards_work", args=[citizen.uuid]
    )


def _prepare_page(
    request: HttpRequest, one: Conversation, form: PreparationForm, texts: dict[str, str]
) -> HttpResponse:
    topics = list(one.topics.all())
    before = last_time(one, signed_in(request))
    hand = at_hand(one)
    opens_case = one.citizen is not None and may_open(signed_in(request), one.citizen)
    context = {
        "one": one,
        "name": name_of(one),
        "form": form,
        "opened": opened_twins(texts),
        "before": before,
        "is_first": before is None and not has_history(one.citizen_id, one.company_id),
        "methods": hand.methods,
        "sum": sum(topic.minutes for topic in topics),
        "asks_consent": one.citizen is not None and not actions.who_may_take_part(one.citizen),
        "may_note": writes_companies(signed_in(request)),
        "check_url": panel_url("casework:findings", one.citizen.uuid) if one.citizen and opens_case else "",
        "unread": unread_in(one, *topics),
    }
    return render(request, "conversations/prepare.html", context, status=422 if form.errors else 200)
