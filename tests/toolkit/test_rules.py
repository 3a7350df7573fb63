"""The rule of a figure in plain words, behind "Why?"."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

from fagkompas.toolkit.rules import rule_in_words

PACKAGE = Path(__file__).parents[2] / "fagkompas"

NAMED = {
    *(rule for file in PACKAGE.rglob("*.html") for rule in re.findall(r'\brule="([^"]+)"', file.read_text("utf-8"))),
    *(
        rule
        for file in PACKAGE.rglob("*.py")
        for rule in re.findall(r'\b(?:doc|rule)="(\w[^"]*\.md[^"]*)"', file.read_text("utf-8"))
    ),
}


@pytest.mark.parametrize("rule", sorted(NAMED))
def test_every_rule_that_is_named_is_told_in_both_languages(rule: str) -> None:
    assert len(NAMED) > 20
    with override("da"):
        danish = rule_in_words(rule)
    with override("en"):
        english = rule_in_words(rule)
    assert len(danish) > 100
    assert len(english) > 100
    assert danish != english


def test_a_rule_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        rule_in_words("scoring.md#nothing")


def test_why_ends_in_the_rule_and_where_to_read_on() -> None:
    template = Template(
        '{% why rule="scoring.md#level-score" version="2025-rammen 1.0" %}<p>Her er den 50.</p>{% endwhy %}'
    )
    with override("da"):
        html = template.render(Context())
    assert "<p>Her er den 50.</p>" in html
    assert "Scoren er gennemsnittet af de svar, der er givet på niveauet, gange 25." in html
    assert "Regnet efter 2025-rammen 1.0." in html
    assert '<a href="/vejledning/scoring/#level-score">Reglen med et eksempel</a>' in html
    with override("en"):
        assert "The score is the mean of the answers given at the level, times 25." in template.render(Context())


def test_a_why_that_says_the_rule_itself_leads_to_the_guide() -> None:
    with override("da"):
        html = Template('{% why guide="colleagues.md" %}<p>Ja.</p>{% endwhy %}').render(Context())
    assert '<a href="/vejledning/colleagues/">Læs mere i vejledningen</a>' in html
    assert "why-rule" not in html
