"""Texts of instruments in templates: `{{ question.text|said }}` in the reader's language."""

from django import template

from fagkompas.surveys import wording
from fagkompas.toolkit.texts import Text

register = template.Library()


@register.filter
def said(text: Text) -> str:
    """A text in the reader's language."""
    return wording.said(text)
