"""Addresses of the catalogue, below /laering/; UUIDs and codes only."""

from django.urls import path

from fagkompas.catalogue.views import learning_forms, offering, offering_edit, session, session_edit, uploads
from fagkompas.catalogue.views.offerings import export, offerings
from fagkompas.catalogue.views.programmes import programme_edit, programmes
from fagkompas.catalogue.views.sessions import sessions

app_name = "catalogue"

urlpatterns = [
    path("katalog/", offerings, name="list"),
    path("katalog/hent/<slug:kind>/", export, name="export"),
    path("katalog/ny/", offering_edit.offering_new, name="offering_new"),
    path("katalog/indlaes/", uploads.upload, name="upload"),
    path("katalog/indlaes/skabelon/", uploads.template, name="template"),
    path("katalog/indlaes/<uuid:uuid>/", uploads.preview, name="preview"),
    path("katalog/indlaes/<uuid:uuid>/gem/", uploads.save, name="save"),
    path("katalog/uddannelser/", programmes, name="programmes"),
    path("katalog/uddannelser/<uuid:uuid>/", programme_edit, name="programme_edit"),
    path("katalog/hold/", sessions, name="sessions"),
    path("katalog/hold/<uuid:uuid>/", session.session, name="session"),
    path("katalog/hold/<uuid:uuid>/ret/", session_edit.session_edit, name="session_edit"),
    path("katalog/hold/<uuid:uuid>/bekraeft/", session.session_confirm, name="session_confirm"),
    path("katalog/hold/<uuid:uuid>/ikke-sikkert/", session.session_unconfirm, name="session_unconfirm"),
    path("katalog/hold/<uuid:uuid>/aabn/", session.session_open, name="session_open"),
    path("katalog/hold/<uuid:uuid>/tilsagn/", session.seats_promise, name="seats_promise"),
    path("katalog/tilsagn/<uuid:uuid>/traek/", session.seats_withdraw, name="seats_withdraw"),
    path("katalog/<uuid:uuid>/", offering.offering, name="offering"),
    path("katalog/<uuid:uuid>/ret/", offering_edit.offering_edit, name="offering_edit"),
    path("katalog/<uuid:uuid>/overtag/", offering.take_over, name="take_over"),
    path("katalog/<uuid:uuid>/udgaa/", offering.offering_retire, name="offering_retire"),
    path("katalog/<uuid:uuid>/tilbyd-igen/", offering.offering_restore, name="offering_restore"),
    path("katalog/<uuid:uuid>/hold/nyt/", session_edit.session_new, name="session_new"),
    path("former/", learning_forms.learning_forms, name="forms"),
    path("former/<slug:code>/", learning_forms.learning_form, name="form"),
]
