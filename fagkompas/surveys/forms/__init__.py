"""What people type about instruments and surveys, as domain types."""

from django import forms

from fagkompas.engine.errors import BadInput
from fagkompas.surveys.wording import sentence


class RefusalForm(forms.Form):
    """A form that can show what an action refused, each sentence at its field, else on top."""

    def refused(self, refusal: BadInput) -> None:
        """Put every problem where it belongs."""
        for problem in refusal.problems:
            column = problem.place.column
            self.add_error(column if column in self.fields else None, sentence(problem))


class SureForm(RefusalForm):
    """Something that cannot be undone; asks for nothing more than the button."""
