"""The pages of citizens."""

from django.urls import path

from fagkompas.citizens.views.case import citizen, contact, handover_read, history, open_case, show_cpr
from fagkompas.citizens.views.consents import consent_new, consent_withdraw
from fagkompas.citizens.views.handovers import hand_over_many, hand_over_one, move, open_in_unit
from fagkompas.citizens.views.imports import citizens_import, import_preview, import_save
from fagkompas.citizens.views.lists import citizens, export
from fagkompas.citizens.views.record import citizen_close, citizen_edit, citizen_erase, citizen_new, citizen_reopen

app_name = "citizens"

urlpatterns = [
    path("", citizens, name="list"),
    path("hent/", export, name="export"),
    path("ny/", citizen_new, name="new"),
    path("overdrag/", hand_over_many, name="hand_over_many"),
    path("indlaes/", citizens_import, name="import"),
    path("indlaes/<uuid:uuid>/", import_preview, name="import_preview"),
    path("indlaes/<uuid:uuid>/gem/", import_save, name="import_save"),
    path("samtykke/<uuid:uuid>/traek-tilbage/", consent_withdraw, name="consent_withdraw"),
    path("enhed/<uuid:uuid>/aabne/", open_in_unit, name="open_in_unit"),
    path("<uuid:uuid>/", citizen, name="citizen"),
    path("<uuid:uuid>/aabn/", open_case, name="open"),
    path("<uuid:uuid>/kontakt/", contact, name="contact"),
    path("<uuid:uuid>/cpr/", show_cpr, name="show_cpr"),
    path("<uuid:uuid>/ret/", citizen_edit, name="edit"),
    path("<uuid:uuid>/samtykke/", consent_new, name="consent_new"),
    path("<uuid:uuid>/historik/", history, name="history"),
    path("<uuid:uuid>/overdrag/", hand_over_one, name="hand_over"),
    path("<uuid:uuid>/overdragelse-laest/", handover_read, name="handover_read"),
    path("<uuid:uuid>/flyt/", move, name="move"),
    path("<uuid:uuid>/luk/", citizen_close, name="close"),
    path("<uuid:uuid>/slet/", citizen_erase, name="erase"),
    path("<uuid:uuid>/genaabn/", citizen_reopen, name="reopen"),
]
