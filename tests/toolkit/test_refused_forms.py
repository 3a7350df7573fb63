"""A refused form waits for its own page, once."""

from django import forms
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory

from fagkompas.toolkit.refused_forms import keep_refused, take_refused


class Note(forms.Form):
    text = forms.CharField(max_length=3)


def visit(path: str, session: SessionStore) -> HttpRequest:
    request = RequestFactory().get(path)
    request.session = session
    return request


def test_what_was_typed_waits_for_its_own_page_and_is_told_once() -> None:
    session = SessionStore()
    form = Note({"text": "long"})
    assert not form.is_valid()
    keep_refused(visit("/a/", session), form, typed={"text": "long"})

    assert take_refused(visit("/b/", session)) is None
    refused = take_refused(visit("/a/", session))
    assert refused is not None
    assert dict(refused.typed.items()) == {"text": "long"}
    assert take_refused(visit("/a/", session)) is None


class Choices(forms.Form):
    several = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B"), ("c", "C")])


def test_several_values_come_back_and_so_does_what_an_action_refused() -> None:
    session = SessionStore()
    typed = QueryDict("several=a&several=c")
    form = Choices(typed)
    form.add_error("several", "Not C on a Monday.")
    keep_refused(visit("/a/", session), form, typed=typed)

    refused = take_refused(visit("/a/", session))
    assert refused is not None
    again = Choices(refused.typed)
    refused.tell(again)
    assert again["several"].value() == ["a", "c"]
    assert again.errors == {"several": ["Not C on a Monday."]}
