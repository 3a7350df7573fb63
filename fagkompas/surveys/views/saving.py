"""Moving and taking out questions, and saying why not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.errors import BadInput
from fagkompas.surveys.actions import instruments as actions
from fagkompas.surveys.document import InstrumentDocument
from fagkompas.surveys.models import Instrument
from fagkompas.surveys.wording import sentence
from fagkompas.toolkit.telling import tell_problems
from fagkompas.toolkit.together import ChangedMeanwhile


def save(request: HttpRequest, instrument: Instrument, changed: InstrumentDocument) -> HttpResponse:
    """Save, and go back to the instrument."""
    sent = request.POST.get("revision", "")
    revision = int(sent) if sent.isdecimal() else instrument.revision
    try:
        actions.save_document(instrument=instrument, document=changed, revision=revision, by=signed_in(request))
    except BadInput as refused:
        tell_problems(request, refused, sentence=sentence)
    except ChangedMeanwhile:
        messages.error(
            request,
            _("Somebody else has changed this since you opened it. Look at what they saved, and do it again."),
        )
    else:
        messages.success(request, _("Saved."))
    return redirect("surveys:instrument", instrument.uuid)
