"""A refused form waits for its own page, once."""

from django import forms
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
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
    assert refused.typed == {"text": "long"}
    assert take_refused(visit("/a/", session)) is None
