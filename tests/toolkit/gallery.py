"""Addresses of tests only: a page with every shared piece in every state, and pages that fail."""

from datetime import UTC, date, datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone

from fagkompas.accounts.models import Unit
from fagkompas.assessments.figures import (
    DimensionRow,
    Sector,
    StandingRow,
    compass,
    compass_narrow,
    compass_small,
    difference_bar,
    dimension_bars,
    standing_bars,
)
from fagkompas.engine.scales import STANDINGS
from fagkompas.toolkit.forms import DayField, Form
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import Link
from fagkompas.toolkit.timeline import TimelineEntry
from fagkompas.toolkit.today import TodayItem, grouped
from fagkompas.website.urls import urlpatterns as website

FIELDS = [
    ("AU", "Arbejdsmarked & Uddannelse", 72.0, 38.0),
    ("LM", "Lov & Myndighed", 55.0, None),
    ("IT", "IT & Digital", 90.0, 81.0),
    ("BM", "Borgernære Metoder & Virkning", 81.0, 46.0),
    ("VM", "Virksomhedsvendte Metoder & Virkning", 84.0, 62.0),
    ("NF", "Netværk & Facilitering", None, 4.0),
]
SECTORS = [
    Sector(code=code, name=name, basic=basic, specialised=specialised, unit_basic=61, unit_specialised=30)
    for code, name, basic, specialised in FIELDS
]
STANDING_NAMES = dict(
    zip(STANDINGS, ["Ikke oplyst", "På vej", "Grundlæggende", "På vej mod specialist", "Specialist"], strict=True)
)


class GalleryForm(Form):
    """One of each kind of control."""

    name = forms.CharField(label="Navn", help_text="Fulde navn", max_length=80)
    note = forms.CharField(label="Note", widget=forms.Textarea, max_length=200, required=False)
    day = DayField(label="Dato")
    unit = forms.ChoiceField(label="Enhed", choices=[("", "Vælg"), ("n", "Nord"), ("s", "Syd")])
    mode = forms.ChoiceField(label="Form", choices=[("a", "Screening"), ("b", "Samtale")], widget=forms.RadioSelect)
    parts = forms.MultipleChoiceField(
        label="Dele", choices=[("a", "Felter"), ("b", "Dimensioner")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Vi er enige", help_text="Begge har sagt ja")
    price = forms.IntegerField(label="Pris", min_value=0)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, object]:
        """A problem of no single field."""
        raise forms.ValidationError("Slutdatoen ligger før startdatoen. Vælg en senere.")


class FilterForm(forms.Form):
    """What a list may be narrowed to."""

    state = forms.ChoiceField(label="Tilstand", choices=[("", "Alle"), ("open", "Åben")], required=False)


PAGE = """
{% extends "base.html" %}
{% block title %}Alle stykker{% endblock %}
{% block crumbs %}{% crumbs %}{% crumb "Styring" "/styring/" %}{% crumb "Alle stykker" %}{% endcrumbs %}{% endblock %}
{% block scripts %}<script src="{% static 'toolkit/points.js' %}" defer></script>{% endblock %}
{% block content %}
{% page_header title="Forårets runde i Nord" lead="Åben til 1. maj." state="Åben" kind="success" %}<p>8 af 12 har svaret.</p><a class="button button-primary" href="#a">Vurdér den næste</a>{% endpage_header %}
{% tabs tab_links %}
<h2>I dag</h2>{% today_list groups %}
<h2>Beskeder</h2>
{% alert kind="info" heading="Godt at vide" %}<p>En oplysning.</p>{% endalert %}{% alert kind="warning" %}<p>En advarsel.</p>{% endalert %}
{% alert kind="success" %}<p>Udført.</p>{% endalert %}{% alert kind="error" heading="Fejl" %}<p>Noget skal rettes.</p>{% endalert %}
{% empty title="Ingen runder endnu" text="Åbn en." url="#b" label="Åbn en runde" %}
<p>{% state "Kladde" %} {% state "Åben" "success" %} {% state "Lukker snart" "warning" %} {% state "Lukket" "info" %} {% state "Mangler" "error" %} {% icon "check" %} {% icon "info" "Oplysning" %}</p>
<h2>Liste</h2>
{% filters filter_form %}
<div class="list-top"><p>{% count_of listing.count 12 %}</p>{% exports downloads %}</div>
{% table label="Enheder" %}<thead><tr>{% sort_head listing "navn" "Navn" %}{% sort_head listing "nummer" "Nummer" numeric=True %}</tr></thead>
<tbody>{% for unit in listing.page %}<tr><th scope="row" data-title="Navn">{{ unit.name }}</th><td class="numeric" data-title="Nummer">{{ unit.depth|number:1 }}</td></tr>{% endfor %}</tbody>{% endtable %}
{% paging listing %}
<h2>Figurer</h2>
{% figure svg=compass narrow_svg=compass_narrow title="Profil" says="Stærkest i IT & Digital." downloads=downloads %}{% table label="Tal" kind="compact" %}<tbody><tr><th scope="row">IT</th><td class="numeric">90</td></tr></tbody>{% endtable %}{% endfigure %}
{% figure svg=dimensions narrow_svg=dimensions_narrow says="Tre dimensioner." %}{% endfigure %}
{% figure svg=standings narrow_svg=standings_narrow says="Hvor mange står hvor." is_open=True %}<p>Tabel</p>{% endfigure %}
<p>{{ small|safe }}{{ difference|safe }}{{ no_difference|safe }}</p>
{% why about="IT & Digital" version="faglighed-2025 1.0" rule="scoring.md#standing" %}<p>Fire af fem er nået.</p>{% endwhy %}
<h2>Forløb</h2>{% timeline entries %}
<h2>Opgave</h2>
<form method="post" class="task" novalidate>{% csrf_token %}{% error_summary form %}{% fields form %}{% field other.price suffix="kr." width="s" %}{% field other.mode inline=True %}{% autosave_line %}
{% task_buttons submit="Gem" later_url="#d" back_url="#e" %}</form>
<ol class="dots"><li><a class="dot dot-done" href="#1">1<span class="sr-only"> udfyldt</span></a></li><li><a class="dot dot-here" href="#2" aria-current="step">2</a></li><li><a class="dot" href="#3">3</a></li></ol>
<form class="rating"><fieldset class="points" data-points><legend class="points-statement">Jeg kender det lokale arbejdsmarked og bruger det i samtalen.</legend><div class="points-choices">
{% for point in "01234" %}<div class="form-group-radio"><input class="form-radio" type="radio" id="p{{ point }}" name="p" value="{{ point }}"><label class="form-label" for="p{{ point }}">{{ point }}</label></div>{% endfor %}
<div class="form-group-radio point-nr"><input class="form-radio" type="radio" id="pnr" name="p" value="nr"><label class="form-label" for="pnr">Ikke relevant</label></div></div>
<div class="points-anchors" aria-hidden="true"><p data-point="">Vælg 0 til 4.</p>{% for point in "01234" %}<p data-point="{{ point }}">Anker {{ point }}: det gør jeg selvstændigt, og jeg ved, hvornår jeg skal spørge andre.</p>{% endfor %}<p data-point="nr">Hører ikke til mit arbejde.</p></div></fieldset></form>
<ul class="cards"><li><a class="card" href="#f"><div class="card-content"><h2 class="card-heading">Et kort</h2><p>Om det.</p></div><span class="card-icon">{% icon "arrow-forward" %}</span></a></li></ul>
{% endblock %}
"""


def gallery(request: HttpRequest) -> HttpResponse:
    """Every piece."""
    messages.success(request, "Runden er åbnet.")
    rows = [
        DimensionRow(name=name, practical=basic, reflexive=specialised, relational=50)
        for _code, name, basic, specialised in FIELDS
    ]
    counts = [(1, 4, 4, 2, 1), (0, 6, 4, 2, 0), (2, 2, 5, 1, 2), (0, 0, 0, 0, 0), (3, 3, 3, 2, 1), (0, 12, 0, 0, 0)]
    standings = [
        StandingRow(name=name, counts=count, is_hidden=not sum(count))
        for (_code, name, _b, _s), count in zip(FIELDS, counts, strict=True)
    ]
    names = ("Praktisk", "Refleksiv", "Relationel")
    items = [
        TodayItem(
            kind="Din profil",
            what="Vurdér dig selv",
            why_now="Runden er åben.",
            url="#t",
            button="Besvar",
            due=date(2026, 11, 30),
        ),
        TodayItem(kind="Dit team", what="Hold samtalen", why_now="I har begge svaret.", url="#u", button="Forbered"),
    ]
    return HttpResponse(
        engines["django"]
        .from_string(PAGE)
        .render(
            {
                "tab_links": [Link(label="Profil", url="#p", is_current=True), Link(label="Historik", url="#h")],
                "groups": grouped(items, timezone.localdate()),
                "downloads": [Link(label="XLSX", url="#x"), Link(label="SVG", url="#s")],
                "filter_form": FilterForm(request.GET),
                "listing": list_page(
                    request,
                    Unit.objects.all(),
                    sorts={"navn": ("name", "pk"), "nummer": ("pk",)},
                    default="navn",
                    per_page=2,
                ),
                "compass": compass(SECTORS, prefix="a", title="Profil", unit_name="enheden"),
                "compass_narrow": compass_narrow(SECTORS, prefix="b", title="Profil", unit_name="enheden"),
                "small": compass_small(SECTORS, prefix="c", title="Foråret 2026"),
                "dimensions": dimension_bars(rows, prefix="d", title="Dimensioner", names=names, columns=3),
                "dimensions_narrow": dimension_bars(rows, prefix="e", title="Dimensioner", names=names, high_from=62.5),
                "standings": standing_bars(standings, prefix="f", title="Niveauer", names=STANDING_NAMES),
                "standings_narrow": standing_bars(
                    standings, prefix="g", title="Niveauer", names=STANDING_NAMES, narrow=True
                ),
                "difference": difference_bar(1, 3, prefix="h"),
                "no_difference": difference_bar(None, 3, prefix="i"),
                "entries": [
                    TimelineEntry(
                        at=datetime(2026, 11, 21, 13, 3, tzinfo=UTC), what="Åbnede profilen", who="Alma", is_read=True
                    ),
                    TimelineEntry(at=datetime(2026, 11, 20, 8, 0, tzinfo=UTC), what="Sendte sine svar"),
                ],
                "form": GalleryForm({"name": "x" * 81}),
                "other": GalleryForm(prefix="other"),
            },
            request,
        )
    )


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """Something went wrong."""
    raise RuntimeError("broken on purpose")


@login_not_required
def forbidden(request: HttpRequest) -> HttpResponse:
    """Not to be done."""
    raise PermissionDenied


@login_not_required
def nonsense(request: HttpRequest) -> HttpResponse:
    """Not to be understood."""
    raise SuspiciousOperation


urlpatterns = [
    *website,
    path("alle-stykker/", gallery, name="gallery"),
    path("gaar-galt/", broken, name="broken"),
    path("maa-ikke/", forbidden, name="forbidden"),
    path("forstaas-ikke/", nonsense, name="nonsense"),
]
