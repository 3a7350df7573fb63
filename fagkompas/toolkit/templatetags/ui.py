"""Tags and filters that every template may use; the look itself is in `templates/ui/`.

{% page_header title=... %} ... {% endpage_header %}     the top of a page: name, state, next step
{% today_list groups %}                                  what needs me
{% sort_head listing "navn" _("Name") %} {% paging listing %} {% exports links %}
{% table label=... %} ... {% endtable %}                 a table that turns into cards on a phone
{% numbers pairs decimals %}                             cells with numbers, each with its heading
{% error_summary form %} {% field form.name %}           forms
{% figure ... %} table {% endfigure %}                   SVG, sentence, table, downloads
{% why %} ... {% endwhy %}                               how a value came about
{% timeline entries %} {% tabs links %} {% state "Åben" "success" %} {% empty title=... %} {% icon "check" %}
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fagkompas.toolkit import formats, languages
from fagkompas.toolkit.forms import Form
from fagkompas.toolkit.lists import ListPage
from fagkompas.toolkit.pages import Link, doc_url
from fagkompas.toolkit.rules import rule_in_words
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.timeline import TimelineEntry
from fagkompas.toolkit.today import TodayGroup

register = template.Library()

ICONS = "dkfds/img/all-svg-icons.svg"
TEXT_ROWS = 4
STATE_KINDS = {"", "info", "success", "warning", "error"}


# Numbers and dates


@register.filter
def number(value: float | Decimal | None, decimals: int | None = None) -> str:
    """`{{ 1234.5|number }}` is "1.234,5"; `|number:2` sets the decimals; None is "–"."""
    return formats.number(value, decimals)


@register.filter
def score(value: float | None) -> str:
    """A score of 0-100, rounded half up to a whole number; None is "–"."""
    return formats.number(value, 0)


@register.filter
def percent(share: float | None, decimals: int = 0) -> str:
    """A share of 0-1 as "62 %"."""
    return formats.percent(share, decimals)


@register.filter
def kroner(amount: float | Decimal | None) -> str:
    """ "14.500 kr."."""
    return formats.kroner(amount)


@register.filter
def long_date(day: date | None) -> str:
    """ "21. november 2026"."""
    return formats.long_date(day)


@register.filter
def short_date(day: date | None) -> str:
    """ "21. nov. 2026", for tables."""
    return formats.short_date(day)


@register.filter
def time_of_day(at: datetime | time | None) -> str:
    """ "14.03"."""
    return formats.time_of_day(at)


@register.filter
def moment(at: datetime | None) -> str:
    """ "21. november 2026 kl. 14.03"."""
    return formats.moment(at)


@register.simple_tag
def count_of(count: int, total: int) -> str:
    """ "4 af 12"."""
    return _("%(count)s of %(total)s") % {"count": formats.number(count, 0), "total": formats.number(total, 0)}


# Small pieces


@register.filter
def said(text: Text) -> str:
    """A text of a file in the reader's language: `{{ question.text|said }}`."""
    return languages.said(text)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the design system; without a label it is decoration."""
    target = f"{static(ICONS)}#{name}"
    if label:
        return format_html(
            '<svg class="icon-svg" focusable="false" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            target,
        )
    return format_html('<svg class="icon-svg" focusable="false" aria-hidden="true"><use href="{}"></use></svg>', target)


@register.simple_tag
def state(text: str, kind: str = "") -> SafeString:
    """A state as a badge: kind is "", info, success, warning or error."""
    if kind not in STATE_KINDS:
        raise ValueError(f"No such kind of state: {kind!r}. Use one of {sorted(STATE_KINDS)}.")
    return format_html('<strong class="badge{}">{}</strong>', f" badge-{kind}" if kind else "", text)


@register.inclusion_tag("ui/_empty.html")
def empty(*, title: str, text: str = "", url: str = "", label: str = "") -> dict[str, object]:
    """Nothing here: says so, and what to do."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("ui/_tabs.html")
def tabs(links: Sequence[Link], label: str = "") -> dict[str, object]:
    """The parts of one thing, each a page of its own."""
    return {"links": links, "label": label or _("Parts of this page")}


@register.inclusion_tag("ui/_timeline.html")
def timeline(entries: Sequence[TimelineEntry]) -> dict[str, object]:
    """What happened, newest first as given."""
    return {"entries": entries}


@register.inclusion_tag("ui/_today_list.html")
def today_list(groups: Sequence[TodayGroup]) -> dict[str, object]:
    """What needs me, grouped by kind."""
    return {"groups": groups, "today": timezone.localdate()}


@register.simple_block_tag
def crumbs(content: str) -> str:
    """The way from the list to here; the body is `crumb` tags."""
    return render_to_string("ui/_crumbs.html", {"content": SafeString(content.strip())})


@register.inclusion_tag("ui/_crumb.html")
def crumb(label: str, url: str = "") -> dict[str, object]:
    """A step on the way; the last one, this page, has no address."""
    return {"label": label, "url": url}


@register.simple_tag(takes_context=True)
def media_of_forms(context: template.Context) -> SafeString:
    """What the controls of the page's forms load, each once: `base.html` has it."""
    there: Iterable[Any] = context.flatten().values()
    found = (value for value in there if isinstance(value, BaseForm))
    return sum((form.media for form in found), forms.Media()).render()


@register.inclusion_tag("ui/_back_link.html")
def back_link(url: str, label: str = "") -> dict[str, object]:
    """Back to where one came from."""
    return {"url": url, "label": label or _("Back")}


# Blocks with a body


@register.simple_block_tag
def page_header(content: str, *, title: str, lead: str = "", state: str = "", kind: str = "") -> str:
    """The top of a page; the body is the next step (a sentence, a button or a form)."""
    return render_to_string(
        "ui/_page_header.html",
        {"title": title, "lead": lead, "state": state, "kind": kind, "next_step": SafeString(content.strip())},
    )


@register.simple_block_tag
def alert(content: str, kind: str = "info", heading: str = "", live: bool = False) -> str:
    """A message in the page: kind is info, success, warning or error."""
    return render_to_string(
        "ui/_alert.html",
        {"kind": kind, "heading": heading, "live": live, "content": SafeString(content.strip())},
    )


@register.simple_block_tag
def table(content: str, *, label: str, show_label: bool = False, kind: str = "", cards: bool = True) -> str:
    """A table that scrolls in its own box and, with `data-title` on each cell, turns into cards on a phone.

    `kind` is "", compact, zebra, borderless or heat (several with spaces between).
    """
    kinds = " ".join(f"table--{name}" for name in kind.split())
    return render_to_string(
        "ui/_table.html",
        {"label": label, "show_label": show_label, "kinds": kinds, "cards": cards, "content": SafeString(content)},
    )


@register.simple_tag
def numbers(headed: Iterable[tuple[str, float | None]], decimals: int = 0) -> SafeString:
    """Cells of a table with a number each, from pairs of its column's heading and the number."""
    return format_html_join(
        "",
        '<td data-title="{}" class="numeric">{}</td>',
        ((heading, formats.number(value, decimals)) for heading, value in headed),
    )


@register.simple_block_tag
def figure(
    content: str,
    *,
    svg: str,
    says: str,
    narrow_svg: str = "",
    title: str = "",
    downloads: Sequence[Link] = (),
    is_open: bool = False,
) -> str:
    """A figure: the SVG, one sentence that says what it shows, the same numbers as a table (the body), downloads.

    `svg` and, for a phone, `narrow_svg` come from a module `figures.py`, which escapes what it is given.
    """
    return render_to_string(
        "ui/_figure.html",
        {
            "svg": SafeString(svg),
            "narrow_svg": SafeString(narrow_svg),
            "says": says,
            "title": title,
            "downloads": downloads,
            "is_open": is_open,
            "content": SafeString(content.strip()),
        },
    )


@register.simple_block_tag
def why(content: str, *, summary: str = "", about: str = "", version: str = "", rule: str = "", guide: str = "") -> str:
    """How a value came about: the numbers that went in (the body), the rule in words, the version, where to read on.

    `about` names the value for whoever hears the link out of its place: "Hvorfor? Lov & Myndighed". `rule` is what the
    engine calls it, "scoring.md#standing"; a body that says the whole rule itself names a page of the `guide` instead.
    """
    return render_to_string(
        "ui/_why.html",
        {
            "summary": summary or _("Why?"),
            "about": about,
            "version": version,
            "rule": rule_in_words(rule) if rule else "",
            "doc_url": doc_url(rule or guide) if rule or guide else "",
            "content": SafeString(content.strip()),
        },
    )


# Lists


@register.inclusion_tag("ui/_sort_head.html", takes_context=True)
def sort_head(
    context: template.Context, listing: ListPage, word: str, label: str, numeric: bool = False
) -> dict[str, object]:
    """A column heading that sorts by the address."""
    is_current = listing.sort == word
    turned = f"-{word}" if is_current and not listing.descending else word
    return {
        "label": label,
        "numeric": numeric,
        "url": _changed(context["request"], sortering=turned, side=None),
        "direction": ("descending" if listing.descending else "ascending") if is_current else "",
    }


@register.inclusion_tag("ui/_paging.html", takes_context=True)
def paging(context: template.Context, listing: ListPage) -> dict[str, object]:
    """First, neighbours and last page; nothing when there is only one."""
    request, page = context["request"], listing.page
    pages = [
        Link(label=str(n), url=_changed(request, side=n), is_current=n == page.number) if n else None
        for n in listing.numbers
    ]
    return {
        "pages": pages,
        "number": page.number,
        "total": page.paginator.num_pages,
        "previous": _changed(request, side=page.number - 1) if page.has_previous() else "",
        "next": _changed(request, side=page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("ui/_exports.html")
def exports(links: Sequence[Link]) -> dict[str, object]:
    """The same content to take out."""
    return {"links": links}


@register.inclusion_tag("ui/_filters.html", takes_context=True)
def filters(context: template.Context, form: BaseForm, submit: str = "") -> dict[str, object]:
    """A form whose choices stay in the address; never for names or other personal words."""
    request: HttpRequest = context["request"]
    return {
        "form": form,
        "submit": submit or _("Show"),
        "sort": request.GET.get("sortering", ""),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "path": request.path,
    }


def _changed(request: HttpRequest, **changes: object) -> str:
    """The address of this page with some words of its query changed; None takes one away."""
    query = request.GET.copy()
    for word, value in changes.items():
        if value is None:
            query.pop(word, None)
        else:
            query[word] = str(value)
    return f"?{query.urlencode()}"


# Forms


@register.inclusion_tag("ui/_error_summary.html")
def error_summary(*form_list: BaseForm) -> dict[str, object]:
    """All problems of one or more forms on top, each a link to its field; nothing when there are none."""
    problems: list[tuple[str, str]] = []
    for form in form_list:
        for name, messages in form.errors.items() if form.is_bound else ():
            bound = form[name] if name in form.fields and not form[name].is_hidden else None
            target = f"#{focus_id(bound)}" if bound else ""
            problems += [(target, _placed(form, bound, str(message))) for message in messages]
    return {"problems": problems}


def _placed(form: BaseForm, bound: BoundField | None, message: str) -> str:
    """A problem away from its control: with the block that it stands in, and its label unless the sentence names it."""
    if bound is None:
        return message
    block = form.block_of(bound.name) if isinstance(form, Form) else ""
    is_named = any(quoted in message for quoted in (f"»{bound.label}«", f"“{bound.label}”"))
    label = "" if is_named else str(bound.label)
    return ": ".join(filter(None, [", ".join(filter(None, [block, label])), message]))


@register.inclusion_tag("ui/_field.html")
def field(
    bound: BoundField,
    *,
    width: str = "",
    prefix: str = "",
    suffix: str = "",
    inline: bool = False,
    hide_label: bool = False,
    mark_optional: bool = True,
    rows: int | None = None,
) -> dict[str, object]:
    """A form field as the design system draws it: label, hint, error, control.

    `width` is xxs, xs, s, m, l or xl; `prefix` and `suffix` stand beside the input ("kr."), the latter by itself where
    the form tells the unit; `inline` sets radio buttons side by side; `hide_label` keeps the label for screen readers
    only; `mark_optional` says so of what need not be filled in.
    """
    return {
        "field": bound,
        "kind": _kind_of(bound),
        "control": _control(bound, width=width, rows=rows),
        "options": _options(bound),
        "described_by": _described_by(bound),
        "is_optional": mark_optional and not bound.field.required,
        "limit": _limit(bound),
        "prefix": prefix,
        "suffix": suffix or (bound.form.unit_of(bound.name) if isinstance(bound.form, Form) else ""),
        "inline": inline,
        "hide_label": hide_label,
    }


@register.inclusion_tag("ui/_fields.html")
def fields(form: BaseForm) -> dict[str, object]:
    """Every visible field of a form in order, and the hidden ones."""
    return {"form": form}


@register.inclusion_tag("ui/_autosave_line.html")
def autosave_line(said: str = "") -> dict[str, object]:
    """Where the page says "Gemt kl. 14.03", and until then what was `said`; see toolkit/autosave.js."""
    return {"said": said}


@register.simple_tag
def kept() -> str:
    """In the tag of a form that saves nothing before its button: what is typed is there again; see toolkit/kept.js."""
    said, anew = _("What you wrote here before is back. It is not saved yet."), _("Begin anew")
    return format_html(' data-kept="{}" data-kept-anew="{}"', said, anew)


@register.inclusion_tag("ui/_task_buttons.html")
def task_buttons(*, submit: str, later_url: str = "", later: str = "", back_url: str = "") -> dict[str, object]:
    """The end of a task form: go on, or save and come back later (sends the form with `later=1`)."""
    return {
        "submit": submit,
        "later_url": later_url,
        "later": later or _("Save and continue later"),
        "back_url": back_url,
    }


def focus_id(bound: BoundField) -> str:
    """The id of the first control of a field."""
    return f"{bound.auto_id}_0" if _kind_of(bound) == "group" else str(bound.auto_id)


def _kind_of(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "control"


def _described_by(bound: BoundField) -> str:
    ids = []
    if bound.help_text:
        ids.append(f"{bound.auto_id}-hint")
    if bound.errors:
        ids.append(f"{bound.auto_id}-error")
    if _limit(bound):
        ids.append(f"{bound.auto_id}-limit-message")
    return " ".join(ids)


def _limit(bound: BoundField) -> int | None:
    """How long a text may be, where a counter helps."""
    if isinstance(bound.field.widget, forms.Textarea):
        return getattr(bound.field, "max_length", None)
    return None


def _control(bound: BoundField, *, width: str, rows: int | None) -> SafeString:
    widget = bound.field.widget
    if _kind_of(bound) == "group":
        return SafeString("")
    css = "form-input"
    if isinstance(widget, forms.Select):
        css = "form-select"
    elif isinstance(widget, forms.CheckboxInput):
        css = "form-checkbox"
    # No placeholder: the label and the hint say it, and stay. The counter tells of a limit: the browser must not cut
    # what was pasted. (Django leaves out what is False.)
    attrs: dict[str, Any] = {
        "class": " ".join(filter(None, [css, width and f"input-width-{width}"])),
        "placeholder": False,
    }
    if described_by := _described_by(bound):
        attrs["aria-describedby"] = described_by
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if isinstance(widget, forms.Textarea):
        attrs["rows"] = rows or TEXT_ROWS
    if _limit(bound):
        attrs["maxlength"] = False
    return bound.as_widget(attrs=attrs)


def _options(bound: BoundField) -> Iterable[dict[str, Any]]:
    widget = bound.field.widget
    if not isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return []
    attrs = {**widget.attrs, "id": bound.auto_id}
    return [
        {
            "id": option["attrs"]["id"],
            "name": option["name"],
            "value": option["value"],
            "label": option["label"],
            "checked": option["selected"],
            "disabled": bound.field.disabled,
        }
        for option in widget.subwidgets(bound.html_name, bound.value(), attrs)
    ]
