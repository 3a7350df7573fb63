"""What people type about instruments and surveys, as domain types."""

from fagkompas.engine.errors import Problem
from fagkompas.surveys.wording import sentence
from fagkompas.toolkit.forms import RefusalForm


class WordedForm(RefusalForm):
    """A form that says what was refused as surveys say it."""

    def sentence(self, problem: Problem) -> str:
        """See `surveys.wording`."""
        return sentence(problem)


class SureForm(WordedForm):
    """Something that cannot be undone; asks for nothing more than the button."""
