"""A page that has a control with suggestions loads what it needs by itself."""

from typing import ClassVar

from django import forms
from django.template import engines
from django.test import RequestFactory

from fagkompas.toolkit.forms import Form
from fagkompas.toolkit.picking import Picker

PAGE = "{% media_of_forms %}"


class SomePicker(Picker):
    """Of nothing in particular."""

    suggestions: ClassVar[str] = "occupations:suggestions"


class WithPickers(Form):
    """Two on one page."""

    one = forms.CharField(widget=SomePicker)
    other = forms.CharField(widget=SomePicker)


class Without(Form):
    """Text alone."""

    text = forms.CharField()


def shown(**context: object) -> str:
    """What the head of a page with this in it loads."""
    return engines["django"].from_string(PAGE).render(context, RequestFactory().get("/"))


def test_a_page_with_pickers_loads_their_script_and_style_once() -> None:
    html = shown(some_form=WithPickers(), form=WithPickers())
    assert html.count("toolkit/picker.js") == html.count("toolkit/picker.css") == 1
    assert "defer" in html


def test_a_page_without_them_loads_neither() -> None:
    assert shown(form=Without(), title="x") == ""
