"""A sheet that two people, or two windows, have open at once: nobody overwrites what they have not seen.

::

    what was opened ─┐
    what was typed  ─┼─merge──> only one of them changed it ──keep──> saved
    what is saved   ─┘    └───> both changed the same ──────────────> a page with both, to choose

Every control has a twin `opened-<name>` that says what was saved when the page was opened (left out when that was
nothing); see `toolkit.merging`. The page's form has `data-together` and the scripts `toolkit/together.js` and
`toolkit/autosave.js`. A save whose answer was lost on its way may be stored: where what is saved is what the window itself
had sent (`unanswered`), the person has seen it.
"""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from django.contrib import messages
from django.forms import BooleanField, ChoiceField, Field, Textarea
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.engine.errors import BadInput, FagkompasError
from fagkompas.toolkit.forms import Form, RefusalForm
from fagkompas.toolkit.merging import Conflict, Merged, is_changed, merge
from fagkompas.toolkit.pages import saved_at

SheetForm = TypeVar("SheetForm", bound=RefusalForm)

OPENED: Final = "opened-"
CHOOSE: Final = "choose-"
TICKED: Final = "1"

BY_OTHERS: Final = f"{OPENED}by-others"
"""Set in a form once an autosave has told that somebody else saved, so that the save after it tells the same."""

UNANSWERED: Final = "unanswered"
"""What the window sent without hearing an answer: JSON, a list of name and text pairs for each time, the latest last."""

CHANGES: Final = "changes"
"""What the script says when it sends only what is not saved yet; what was not sent stays as it is."""

ROW: Final = re.compile(r"\w+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-")
"""What the controls of one row begin with; see `toolkit.form_rows`."""

TRIES: Final = 5
"""How often a save is put together anew when others save at the same moment."""


class ChangedMeanwhile(FagkompasError):
    """Somebody has saved since the person opened it: look at what is there now, and put the two together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedNow:
    """What is saved by now, by the name of its control; empty ones are left out. `by_another`: somebody else saved last."""

    texts: Mapping[str, str]
    revision: int
    by_another: bool


class Sheet(ABC, Generic[SheetForm]):
    """What is saved together. The suggested controls are those that the page fills while nothing is saved in them."""

    suggested: tuple[str, ...] = ()

    @property
    def takes_suggestions(self) -> bool:
        """Whether this save takes up what the page suggested, though the person did not change it."""
        return False

    @abstractmethod
    def is_field(self, name: str) -> bool:
        """Whether a posted name is one of the sheet's controls."""

    def posted(self, request: HttpRequest) -> dict[str, str]:
        """What was sent, a text for each control. A sheet that has several on the page for one puts them together."""
        return request.POST.dict()

    def is_choice(self, name: str) -> bool:
        """Whether it is a choice that sends nothing when nothing is chosen: then it stays as it was."""
        return False

    def waits(self, changed: Collection[str]) -> Collection[str]:
        """Which of the controls that were changed are saved by the button alone, and not while somebody types."""
        return ()

    @property
    def waiting_words(self) -> str:
        """That these are saved by the button."""
        return ""

    @abstractmethod
    def now(self) -> SavedNow:
        """What is saved by now."""

    @abstractmethod
    def form(self, data: Mapping[str, str], now: SavedNow) -> SheetForm:
        """The form with what was typed and saved put together."""

    def asks(self, form: SheetForm, name: str) -> bool:
        """Whether the form has the control still; a tick is one of its control."""
        return name.partition(":")[0] in form.fields

    @abstractmethod
    def keep(self, form: SheetForm, revision: int) -> int:
        """Save it; the new revision. Raises `BadInput`, and `ChangedMeanwhile` when `revision` is an old one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved(Generic[SheetForm]):
    """What came of a save: the new `revision`, or None and a form that says what is wrong, or what two both changed.

    `texts` is what is saved now. `by_others` says that something came in which another person saved. While somebody types,
    `left_out` are the controls that were not saved with the rest, `waiting` those of them that wait for the button, and
    `refused` the forms that say what is wrong, one after another as each let the next be asked. `gone` is what was typed in
    controls that are asked about no more.
    """

    form: SheetForm
    merged: Merged
    texts: Mapping[str, str]
    by_others: bool
    revision: int | None = None
    refused: tuple[SheetForm, ...] = ()
    left_out: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that both changed: what the person typed beside what is saved; a long text can be put together by hand."""

    name: str
    label: str
    typed: str
    typed_words: str
    saved_words: str
    is_long: bool


def save_together(request: HttpRequest, sheet: Sheet[SheetForm]) -> Saved[SheetForm]:
    """Put what was typed together with what is saved by now, and save it; again if somebody saves in between.

    While somebody types, what is refused does not stop the rest: that is saved, and `form` says what is not.
    """
    data = sheet.posted(request)
    if "X-Autosave" in request.headers:
        return _saved_while_typed(request, sheet, data)
    return _save(request, sheet, data, frozenset())


def _saved_while_typed(request: HttpRequest, sheet: Sheet[SheetForm], data: Mapping[str, str]) -> Saved[SheetForm]:
    """All but what waits for the button and what is refused, which stay as they are saved; nothing where the rest cannot be
    had without what is refused.
    """
    waiting = frozenset(sheet.waits(_changed(data, sheet)))
    left_out = set(waiting)
    saved = _save(request, sheet, data, left_out)
    refused: list[SheetForm] = []
    by_others = saved.by_others
    while saved.revision is None and not saved.merged.conflicts:
        refused.append(saved.form)
        bad_ones = saved.form.not_saved()
        wrong = {name for bad in bad_ones or () for name in data if _belongs_to(name, bad)}
        if wrong <= left_out:
            break
        left_out |= wrong
        saved = _save(request, sheet, data, left_out)
    return replace(
        saved,
        refused=tuple(refused),
        left_out=frozenset(left_out),
        waiting=waiting,
        by_others=by_others or saved.by_others,
    )


def _changed(data: Mapping[str, str], sheet: Sheet[SheetForm]) -> frozenset[str]:
    """The controls that were changed since the page was opened."""
    opened, typed = _opened(data, sheet), _typed(data, sheet)
    return frozenset(name for name in {*opened, *typed} if is_changed(opened.get(name, ""), typed.get(name, "")))


def _belongs_to(name: str, bad: str) -> bool:
    """Whether a control is the one that is wrong, a tick of it, or of the same row."""
    row = ROW.match(bad)
    return name == bad or name.startswith(f"{bad}:") or (row is not None and name.startswith(row[0]))


def _save(
    request: HttpRequest, sheet: Sheet[SheetForm], data: Mapping[str, str], left_out: Collection[str]
) -> Saved[SheetForm]:
    """What `save_together` does, but for controls that stay as they are saved."""
    changed, is_typing = _changed(data, sheet), "X-Autosave" in request.headers
    for _try in range(TRIES):
        now = sheet.now()
        opened, typed = _told_apart(request, sheet, data, now, left_out)
        merged = merge(opened=opened, typed=typed, saved=now.texts)
        form = sheet.form(merged.values, now)
        gone = tuple(text for name in changed if (text := typed.get(name, "")) and not sheet.asks(form, name))
        merged = replace(merged, conflicts=tuple(one for one in merged.conflicts if sheet.asks(form, one.name)))
        by_others = bool(merged.changed) and (now.by_another or BY_OTHERS in data)
        saved = Saved(form=form, merged=merged, texts=now.texts, by_others=by_others, gone=gone)
        if gone and not is_typing:
            form.add_error(None, gone_words(gone))
        if merged.conflicts or not form.is_valid():
            return saved
        try:
            revision = sheet.keep(form, now.revision)
        except BadInput as refusal:
            form.refused(refusal)
            return saved
        except ChangedMeanwhile:
            continue
        return replace(saved, texts=sheet.now().texts, revision=revision)
    form.add_error(None, _("Others are saving at the same moment. Nothing is lost; save again."))
    return saved


def _told_apart(
    request: HttpRequest,
    sheet: Sheet[SheetForm],
    data: Mapping[str, str],
    now: SavedNow,
    left_out: Collection[str],
) -> tuple[dict[str, str], dict[str, str]]:
    """What the page was opened with, and what was typed; what is left out or was not sent counts as it is saved."""
    opened, typed = _opened(data, sheet), _typed(data, sheet)
    for name, text in _unanswered(request):
        for each, value in ((name, text), (f"{name}:{text}", TICKED)):
            if sheet.is_field(each) and not is_changed(now.texts.get(each, ""), value):
                opened[each] = now.texts.get(each, "")
    for name in left_out:
        opened[name] = typed[name] = now.texts.get(name, "")
    if request.headers.get("X-Autosave") == CHANGES:
        alone = {name: text for name, text in now.texts.items() if name not in opened and name not in typed}
        opened, typed = opened | alone, typed | alone
    for name in sheet.suggested:
        # What the page suggested was never saved; whoever changes it, or signs, takes it up.
        if not now.texts.get(name):
            suggestion = opened.pop(name, None)
            if not sheet.takes_suggestions and typed.get(name) == suggestion:
                typed.pop(name, None)
    return opened, typed


def gone_words(texts: Iterable[str]) -> str:
    """That something is asked about no more, with what was typed there."""
    words = _(
        "Somebody has changed something meanwhile, and this is not asked about here any more: “%(texts)s”. Copy it to "
        "where it belongs before you leave the page."
    )
    return words % {"texts": "”, “".join(texts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSheet(Generic[SheetForm]):
    """A sheet as its page shows it: the form, and what is saved by the name of each control."""

    form: SheetForm
    texts: Mapping[str, str]


def on_page(
    request: HttpRequest, sheet: Sheet[SheetForm], *, done: str, save_url: str, next_url: str
) -> HttpResponse | OpenSheet[SheetForm]:
    """A page that shows the sheet and saves it: as it is saved, or as it was sent with what is wrong; or `saved_or_both`."""
    if request.method == "POST":
        saved = saved_or_both(request, sheet, done=lambda: done, save_url=save_url, next_url=next_url)
        return saved if isinstance(saved, HttpResponse) else OpenSheet(form=saved.form, texts=saved.texts)
    now = sheet.now()
    return OpenSheet(form=sheet.form({}, now), texts=now.texts)


def page_or_autosave(
    request: HttpRequest, sheet: Sheet[SheetForm], *, done: str, next_url: str
) -> HttpResponse | OpenSheet[SheetForm]:
    """As `on_page`; what the page's own script sends is saved and answered in a line."""
    if request.method == "POST" and "X-Autosave" in request.headers:
        return autosaved(save_together(request, sheet), sheet)
    return on_page(request, sheet, done=done, save_url=request.path, next_url=next_url)


def saved_or_both(
    request: HttpRequest,
    sheet: Sheet[SheetForm],
    *,
    done: Callable[[], str],
    save_url: str,
    next_url: str,
    choice: Callable[[Saved[SheetForm], Conflict], Choice] | None = None,
) -> HttpResponse | Saved[SheetForm]:
    """Save what was sent, say `done` where it says anything, and go on to `next_url`; or the page with what two changed; or
    what is wrong in the form.

    `choice` words what both changed, where it is not the words that its control shows.
    """
    saved = save_together(request, sheet)
    if saved.revision is not None:
        if said := done():
            messages.success(request, said)
        if saved.merged.changed:
            messages.info(request, _("Somebody else has changed something in the meantime. You see all of it here."))
        return redirect(next_url)
    if saved.merged.conflicts:
        return conflict_page(
            request,
            saved,
            lead=_("Somebody else saved after you opened the page. Nothing is lost: choose what to keep, and save."),
            choice=lambda conflict: (
                choice(saved, conflict) if choice is not None else choice_of_control(saved.form, conflict)
            ),
            save_url=save_url,
            back_url=save_url,
        )
    return saved


def autosaved(saved: Saved[SheetForm], sheet: Sheet[SheetForm]) -> JsonResponse:
    """What the page's script is told, with what is saved now by the name of each control."""
    if saved.merged.conflicts:
        return JsonResponse(
            {"problem": _("Somebody else has changed the same. Nothing is lost."), "both": True},
            status=422,
        )
    if saved.revision is None:
        return _refusal(_("Not saved. %(problem)s") % {"problem": _problems_of(saved)})
    # What is saved, and not what was typed: a row without words is not, though it has a day. Of what was left out the page
    # remembers what it was opened with, so that a colleague's change in it is still seen as theirs.
    opened = {name: saved.texts.get(name, "") for name in saved.merged.values if not sheet.is_choice(name)}
    others = {*saved.merged.changed, *saved.left_out, *(name for name in sheet.suggested if not opened.get(name))}
    told = {f"{OPENED}{name}": text for name, text in opened.items() if name not in others}
    told |= {BY_OTHERS: "1"} if saved.by_others else {}
    words = _saved_words(saved, sheet)
    if saved.left_out or saved.gone:
        return _refusal(words, told, saved.revision)
    return JsonResponse({"saved": words, "opened": told, "revision": saved.revision})


def _saved_words(saved: Saved[SheetForm], sheet: Sheet[SheetForm]) -> str:
    """When it was saved, what of it was not and why, and that somebody else has changed something."""
    words = saved_at(timezone.now())
    if saved.refused:
        bad = [(form, name) for form in saved.refused for name in form.fields if name in (form.not_saved() or ())]
        words = _("%(saved)s, but not “%(what)s”. %(problem)s") % {
            "saved": words,
            "what": ", ".join(dict.fromkeys(_label_of(form, name) for form, name in bad)),
            "problem": _problems_of(saved),
        }
    more = [*([sheet.waiting_words] if saved.waiting else []), *([gone_words(saved.gone)] if saved.gone else [])]
    if more:
        words = ". ".join([words.removesuffix("."), " ".join(more)])
    if saved.by_others:
        words = _("%(saved)s. Somebody else has changed something too; open the page again to see it.") % {
            "saved": words.removesuffix(".")
        }
    return words


def _label_of(form: Form, name: str) -> str:
    """The label of a control, with the block that it stands in unless that is called by what is typed in the control."""
    block, label = form.block_of(name), str(form.fields[name].label)
    return f"{block}: {label}" if block and not str(form.data.get(name, "")).startswith(block) else label


def _problems_of(saved: Saved[SheetForm]) -> str:
    """What is wrong in each of the forms."""
    return " ".join(dict.fromkeys(form.problem_words() for form in saved.refused))


def _refusal(problem: str, opened: Mapping[str, str] | None = None, revision: int | None = None) -> JsonResponse:
    told = {"problem": problem} | ({"opened": dict(opened)} if opened else {})
    return JsonResponse(told | ({} if revision is None else {"revision": revision}), status=422)


def told_to_script(form: RefusalForm, words: str) -> JsonResponse:
    """That it is saved, in `words`; or what must be put right first. Of a form that is no sheet."""
    if form.errors:
        return _refusal(_("Not saved. %(problem)s") % {"problem": form.problem_words()})
    return JsonResponse({"saved": words, "opened": {}})


def opened_twins(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The hidden controls of a page that remember what it was opened with."""
    return [(f"{OPENED}{name}", text) for name, text in names.items()]


def conflict_page(
    request: HttpRequest,
    saved: Saved[SheetForm],
    *,
    lead: str,
    choice: Callable[[Conflict], Choice],
    save_url: str,
    back_url: str,
    buttons: tuple[str, ...] = (),
) -> HttpResponse:
    """What both changed, side by side; the rest goes along unseen. `buttons` are those that may have been pressed."""
    names = {conflict.name for conflict in saved.merged.conflicts}
    return render(
        request,
        "toolkit/changed_by_two.html",
        {
            "lead": lead,
            "conflicts": [choice(conflict) for conflict in saved.merged.conflicts],
            "rest": [(name, text) for name, text in saved.merged.values.items() if name not in names],
            "opened": opened_twins(saved.texts),
            "intent": next((word for word in buttons if word in request.POST), ""),
            "save_url": save_url,
            "back_url": back_url,
        },
        status=409,
    )


def choice_of_text(conflict: Conflict, label: str, *, is_long: bool) -> Choice:
    """A text that both changed."""
    return Choice(
        name=conflict.name,
        label=label,
        typed=conflict.typed,
        typed_words=conflict.typed or _("(nothing)"),
        saved_words=conflict.saved or _("(nothing)"),
        is_long=is_long,
    )


def choice_of_control(form: Form, conflict: Conflict, label: str = "") -> Choice:
    """Something that both changed in a control of the form, in the words that the control shows."""
    field = form.fields[conflict.name]
    return Choice(
        name=conflict.name,
        label=label or _label_of(form, conflict.name),
        typed=conflict.typed,
        typed_words=_in_words(field, conflict.typed),
        saved_words=_in_words(field, conflict.saved),
        is_long=isinstance(field.widget, Textarea),
    )


def ticks_apart(data: QueryDict, controls: Collection[str]) -> dict[str, str]:
    """What was sent, with every tick of these controls as a text of its own, "<control>:<value>".

    So two people who tick in the same control never stand against each other: what either ticked is in, and what either
    took away is out.
    """
    texts = {name: str(text) for name, text in data.items() if name not in controls}
    return texts | ticks_of({name: data.getlist(name) for name in controls})


def ticks_of(chosen: Mapping[str, Iterable[object]]) -> dict[str, str]:
    """Saved ticks as `ticks_apart` has them."""
    return {f"{name}:{value}": TICKED for name, values in chosen.items() for value in values}


def ticks_together(texts: Mapping[str, str], controls: Collection[str]) -> QueryDict:
    """The other way round: what a form takes."""
    data = QueryDict(mutable=True)
    for name, text in texts.items():
        control, _colon, value = name.partition(":")
        if control not in controls:
            data[name] = text
        elif text:
            data.appendlist(control, value)
    return data


def _in_words(field: Field, text: str) -> str:
    """What a control with this text shows."""
    if isinstance(field, BooleanField):
        return _("Yes") if text else _("No")
    if isinstance(field, ChoiceField):
        labels = {str(value): str(label) for value, label in field.widget.choices}
        return labels.get(text, text).strip()
    return text or _("(nothing)")


def _opened(data: Mapping[str, str], sheet: Sheet[SheetForm]) -> dict[str, str]:
    """What was saved when the page was opened."""
    twins = {name.removeprefix(OPENED): text for name, text in data.items() if name.startswith(OPENED)}
    return {name: text for name, text in twins.items() if sheet.is_field(name)}


def _unanswered(request: HttpRequest) -> list[tuple[str, str]]:
    """Each control and text that was sent before without an answer; none where it is not of that form."""
    try:
        times = json.loads(request.POST.get(UNANSWERED, "[]"))
        return [(str(name), str(text)) for pairs in times for name, text in pairs]
    except (ValueError, TypeError, RecursionError):
        return []


def _typed(data: Mapping[str, str], sheet: Sheet[SheetForm]) -> dict[str, str]:
    """What was typed. A choice that nothing was chosen for is as it was, and so is a text that the person gave up for
    the saved one (`choose-<name>` is "saved").
    """
    opened = _opened(data, sheet)
    typed = {name: text for name, text in data.items() if sheet.is_field(name)}
    kept = {name: text for name, text in opened.items() if sheet.is_choice(name)}
    given_up = {name: opened.get(name, "") for name in typed if data.get(f"{CHOOSE}{name}") == "saved"}
    return {**kept, **typed, **given_up}
