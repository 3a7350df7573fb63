"""One step of an onboarding path: what to do, tick it, move it, leave it out; two people at once lose nothing."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.catalogue.views.shown import meanwhile_of, opened_in
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import onboarding as actions
from fagkompas.learning.forms.onboarding import StepForm, facts_as_typed, step_as_typed
from fagkompas.learning.models import OnboardingStep
from fagkompas.learning.onboarding import shown_path, shown_step
from fagkompas.learning.permissions.colleagues import helpers_for, leads, load_edited_path, load_path, load_step
from fagkompas.learning.wording.colleagues import STEP_KINDS, add_problems, sentence
from fagkompas.toolkit.merging import merge
from fagkompas.toolkit.telling import tell_problems, told
from fagkompas.toolkit.together import ChangedMeanwhile


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """For whoever is on the path or helps with the step: what to do. For managers: change it."""
    person = signed_in(request)
    row = load_step(person, uuid)
    may_edit = leads(person, row.path.employee) and row.path.ends_on >= timezone.localdate()
    if request.method == "POST":
        if not may_edit:
            raise Http404
        return _changed(request, row, person)
    form = _form(row, person, step_as_typed(row), revision=row.revision) if may_edit else None
    return _page(request, row, form, step_as_typed(row))


def _form(row: OnboardingStep, person: Employee, typed: Mapping[str, str], *, revision: int) -> StepForm:
    helpers = helpers_for(person, row.path, timezone.localdate())
    return StepForm(initial={**typed, "revision": revision}, helpers=helpers, is_own=not row.code)


def _changed(request: HttpRequest, row: OnboardingStep, person: Employee) -> HttpResponse:
    today, opened = timezone.localdate(), opened_in(request.POST, step_as_typed(row))
    form = StepForm(request.POST, helpers=helpers_for(person, row.path, today), is_own=not row.code)
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            actions.change_step(
                step=row, facts=form.facts(), revision=-1 if revision is None else revision, today=today, by=person
            )
        except ChangedMeanwhile:
            return _both_versions(request, form, opened, load_step(person, row.uuid), person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("The step is changed."))
            return redirect(_on_path(row))
    return _page(request, row, form, opened, status=422)


def _both_versions(
    request: HttpRequest, form: StepForm, opened: Mapping[str, str], row: OnboardingStep, person: Employee
) -> HttpResponse:
    """Somebody else was quicker: what both changed is shown side by side, and nothing typed is lost."""
    saved = step_as_typed(row)
    merged = merge(opened=opened, typed=facts_as_typed(form.facts(), saved), saved=saved)
    again = _form(row, person, merged.values, revision=row.revision)
    labels = {name: str(again.fields[name].label) for name in saved}
    meanwhile = meanwhile_of(row, merged, saved, labels)
    return _page(request, row, again, saved, meanwhile=_with_names(meanwhile, again), status=409)


def _with_names(meanwhile: Mapping[str, object], form: StepForm) -> dict[str, object]:
    """The same with people by name, where the form has their UUIDs."""
    names = {str(person.uuid): person.name for person in form.helpers}
    return {
        key: [tuple(names.get(text, text) for text in row) for row in told] if isinstance(told, list) else told
        for key, told in meanwhile.items()
    }


def _page(
    request: HttpRequest,
    row: OnboardingStep,
    form: StepForm | None,
    opened: Mapping[str, str],
    *,
    status: int = 200,
    meanwhile: Mapping[str, object] | None = None,
) -> HttpResponse:
    person = signed_in(request)
    record_read(by=person, action="learning.onboarding.read", subject_id=row.path.employee_id, target=row.path)
    sees_path = row.path.employee_id == person.pk or leads(person, row.path.employee)
    shown = {
        "step": shown_step(row),
        "kind": STEP_KINDS.get(shown_step(row).kind, ""),
        "form": form,
        "opened": opened,
        "meanwhile": meanwhile,
        "back_url": _on_path(row) if sees_path else reverse("learning:onboarding"),
        "sees_path": sees_path,
        "is_own": row.path.employee_id == person.pk,
        "today": timezone.localdate(),
    }
    return render(request, "learning/onboarding_step.html", shown, status=status)


def _on_path(row: OnboardingStep) -> str:
    """Where the step stands on its path."""
    return f"{reverse('learning:onboarding_path', args=[row.path.uuid])}#trin-{row.uuid}"


@require_POST
def tick(request: HttpRequest, path: UUID, uuid: UUID) -> HttpResponse:
    """The new colleague, or a manager, says that a step is done, or not after all."""
    person, today = signed_in(request), timezone.localdate()
    whole = load_path(person, path).path
    row = whole.steps.filter(uuid=uuid).first()
    if row is None:
        messages.warning(request, _("The step has been left out meanwhile. This is the path as it stands now."))
        return redirect("learning:onboarding_path", path)
    row.path = whole
    try:
        actions.tick(step=row, is_done=request.POST.get("gjort") == "ja", today=today, by=person)
    except BadInput as refused:
        tell_problems(request, refused, sentence=sentence)
        return redirect("learning:onboarding_path", path)
    if shown_path(whole, today).done == whole.steps.count():
        messages.success(request, _("Every step of the path is ticked."))
    return redirect(_on_path(row))


@require_POST
def leave_out(request: HttpRequest, path: UUID, uuid: UUID) -> HttpResponse:
    """A manager takes a step out of the path."""
    person, today = signed_in(request), timezone.localdate()
    whole = load_edited_path(person, path)
    row = whole.steps.filter(uuid=uuid).first()
    if row is not None:
        row.path = whole
        title = shown_step(row).title
        said = _("“%(title)s” is left out of the path.") % {"title": title}
        told(request, lambda: actions.leave_out(step=row, today=today, by=person), said, sentence=sentence)
    return redirect("learning:onboarding_path", path)
