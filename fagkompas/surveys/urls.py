"""Addresses of surveys and instruments."""

from django.urls import path

from fagkompas.surveys.views import asking, instruments, questions, results, surveys

app_name = "surveys"

urlpatterns = [
    path("", surveys.surveys, name="list"),
    path("ny/", surveys.new, name="new"),
    path("skemaer/", instruments.instruments, name="instruments"),
    path("skemaer/ny/", instruments.new, name="instrument_new"),
    path("skemaer/indlaes/", instruments.import_instrument, name="instrument_import"),
    path("skemaer/<uuid:uuid>/", instruments.instrument, name="instrument"),
    path("skemaer/<uuid:uuid>/fil/", instruments.export, name="instrument_file"),
    path("skemaer/<uuid:uuid>/kopi/", instruments.copy, name="instrument_copy"),
    path("skemaer/<uuid:uuid>/om/", instruments.edit, name="instrument_edit"),
    path("skemaer/<uuid:uuid>/ny-version/", instruments.new_version, name="instrument_version"),
    path("skemaer/<uuid:uuid>/udgaa/", instruments.retire, name="instrument_retire"),
    path("skemaer/<uuid:uuid>/slet/", instruments.delete, name="instrument_delete"),
    path("skemaer/<uuid:uuid>/nyt-spoergsmaal/<slug:kind>/", questions.add, name="question_new"),
    path("skemaer/<uuid:uuid>/spoergsmaal/<slug:code>/", questions.edit, name="question_edit"),
    path("skemaer/<uuid:uuid>/spoergsmaal/<slug:code>/flyt/", questions.move, name="question_move"),
    path("skemaer/<uuid:uuid>/spoergsmaal/<slug:code>/fjern/", questions.remove, name="question_remove"),
    path("<uuid:uuid>/", surveys.survey, name="survey"),
    path("<uuid:uuid>/ret/", surveys.edit, name="edit"),
    path("<uuid:uuid>/aabn/", surveys.open_survey, name="open"),
    path("<uuid:uuid>/spoerg/", asking.ask, name="ask"),
    path("<uuid:uuid>/send/", asking.send, name="send"),
    path("<uuid:uuid>/links/", asking.links, name="links"),
    path("<uuid:uuid>/paamind/", asking.remind, name="remind"),
    path("<uuid:uuid>/hvem/", surveys.who, name="who"),
    path("<uuid:uuid>/datoer/", surveys.dates, name="dates"),
    path("<uuid:uuid>/luk/", surveys.close, name="close"),
    path("<uuid:uuid>/slet/", surveys.delete, name="delete"),
    path("<uuid:uuid>/resultater/", results.results, name="results"),
    path("<uuid:uuid>/resultater/<slug:kind>/", results.results_file, name="results_file"),
]
