"""Two people on one thing."""

from fagkompas.catalogue.models import Offering, Session
from fagkompas.engine.errors import FagkompasError


class ChangedMeanwhile(FagkompasError):
    """Somebody else changed it since the form was shown; `current` is as it stands now."""

    def __init__(self, current: Offering | Session) -> None:
        self.current = current
        super().__init__(current.pk)
