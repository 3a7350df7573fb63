"""Forms with texts that must lead to nobody: what may is told, and the writer decides (`toolkit.traces`)."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import RefusalForm
from fagkompas.toolkit.traces import Trace, TracesFound, guard, health_in, refuse_cpr, warning_about, words_in


class SentByTheWarning(forms.HiddenInput):
    """Nothing on the page: the button that stands in the warning sends it, and an empty one beside it would count instead."""

    def render(self, *_args: Any, **_options: Any) -> SafeString:
        """Nothing."""
        return SafeString("")


class GuardedForm(RefusalForm):
    """A form with texts that must lead to nobody: what may is told, all kinds together, until the writer has read it.

    `guarded` are the controls that are looked through; `names` are those of people one knows.
    """

    traces_read = forms.CharField(required=False, max_length=64, widget=SentByTheWarning)

    warning: TracesFound | None = None
    guarded: tuple[str, ...] = ()
    found_words: StrPromise = _("Something here may lead to a person. Nothing is saved yet.")
    typed_words: StrPromise = _("It may lead to a person: %(words)s. If it is to stand, save with the button.")

    def __init__(self, data: Any = None, *, names: Collection[str] = (), **options: Any) -> None:
        super().__init__(data, **options)
        self.names = names

    def clean(self) -> None:
        """Look the texts through; `toolkit.traces` says what for."""
        texts = {name: str(self.cleaned_data.get(name, "")) for name in self.guarded}
        try:
            self.look(texts, self.cleaned_data.get("traces_read", ""))
        except TracesFound as warning:
            self.warning = warning
            self.add_error(None, self.found_words)
        except BadInput as refusal:
            self.warning = self.warning_about(texts)
            self.refused(refusal)

    def look(self, texts: dict[str, str], read: str) -> None:
        """As the action will; raises what it raises."""
        guard(texts, names=self.names, read=read)

    def warning_about(self, texts: dict[str, str]) -> TracesFound | None:
        """What is found besides a CPR number."""
        return warning_about(texts, names=self.names)

    def not_saved(self) -> Collection[str] | None:
        """With those in which something may lead to a person, as long as that is all that is wrong with the whole."""
        if self.warning is None or len(self.non_field_errors()) != 1:
            return super().not_saved()
        return {name for name in self.errors if name != NON_FIELD_ERRORS} | set(self.warning.traces)

    def problem_words(self) -> str:
        """The words that were found, and that they are saved by the button alone."""
        if self.warning is None or not self.non_field_errors():
            return super().problem_words()
        return str(self.typed_words) % {"words": ", ".join(words_in(self.warning))}

    @property
    def traces(self) -> list[tuple[str, Trace]]:
        """What was found, each with the label of its control."""
        found = self.warning.traces if self.warning else {}
        return [(str(self[name].label), trace) for name, traces in found.items() for trace in traces]

    @property
    def stamp(self) -> str:
        """What "save as it is" sends; "" where something else must be put right first."""
        return self.warning.stamp if self.warning and set(self.errors) == {NON_FIELD_ERRORS} else ""


class HealthGuardedForm(GuardedForm):
    """A form with texts that a company or a colleague will see: health is told, names are not (`toolkit.traces`).

    What stands in `saved` was read when it was saved: what is new is told, and nothing twice.
    """

    found_words: StrPromise = _("Something here says something about health. Nothing is saved yet.")
    typed_words: StrPromise = _("It is about health: %(words)s. If it is to stand, save with the button.")

    def __init__(self, data: Any = None, *, saved: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.saved = saved or {}

    def look(self, texts: dict[str, str], read: str) -> None:
        """See `guard_health`. The action asks about all that stands there: it has been read when nothing new is left."""
        refuse_cpr(texts)
        new = self.warning_about(texts)
        if new is not None and new.stamp != read:
            raise new
        found = health_in(texts)
        self.cleaned_data["traces_read"] = found.stamp if found else ""

    def warning_about(self, texts: dict[str, str]) -> TracesFound | None:
        """See `health_in`; but for what is saved."""
        found = health_in(texts)
        return found and found.less(health_in({name: self.saved.get(name, "") for name in texts}))
