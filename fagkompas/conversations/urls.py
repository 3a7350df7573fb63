"""Addresses of conversations."""

from django.urls import path

from fagkompas.conversations.views import agreements, closing, documents, holding, lists, preparing

app_name = "conversations"
urlpatterns = [
    path("", lists.mine, name="list"),
    path("ny/<uuid:citizen>/", preparing.new, name="new"),
    path("afholdt/<uuid:citizen>/", preparing.note_held, name="note_held"),
    path("ny/virksomhed/<uuid:company>/", preparing.new_with_company, name="new_with_company"),
    path("borger/<uuid:uuid>/", lists.of_citizen, name="of_citizen"),
    path("borger/<uuid:uuid>/uddrag/", lists.panel, name="panel"),
    path("borger/<uuid:uuid>/planlagte/", lists.planned_in_case, name="planned_in_case"),
    path("borger/<uuid:uuid>/flyttes/", lists.planned_to_move, name="planned_to_move"),
    path("overdrages/", lists.planned_to_give_on, name="planned_to_give_on"),
    path("virksomhed/<uuid:uuid>/", lists.of_company, name="of_company"),
    path("aftale/<uuid:uuid>/", agreements.agreement, name="agreement"),
    path("aftale/<uuid:uuid>/ret/", agreements.change, name="agreement_change"),
    path("aftale/<uuid:uuid>/smart/", agreements.smart, name="agreement_smart"),
    path("<uuid:uuid>/", holding.hold, name="hold"),
    path("<uuid:uuid>/forbered/", preparing.prepare, name="prepare"),
    path("<uuid:uuid>/begynd/", preparing.begin, name="begin"),
    path("<uuid:uuid>/aflys/", preparing.call_off, name="call_off"),
    path("<uuid:uuid>/emne/<uuid:topic>/", holding.save, name="save"),
    path("<uuid:uuid>/timeout/", holding.time_out, name="time_out"),
    path("<uuid:uuid>/afslut/", closing.close, name="close"),
    path("<uuid:uuid>/afslut/smart/<uuid:row>/", closing.smart, name="smart"),
    path("<uuid:uuid>/afslut/samlet/", closing.close_summary, name="close_summary"),
    path("<uuid:uuid>/genaabn/", closing.reopen, name="reopen"),
    path("<uuid:uuid>/referat/", documents.minutes, name="minutes"),
    path("<uuid:uuid>/referat/print/", documents.printed, name="minutes_print"),
    path("<uuid:uuid>/brev/", documents.letter_preview, name="letter_preview"),
    path("<uuid:uuid>/brev/ord/", documents.letter_words, name="letter_words"),
    path("<uuid:uuid>/brev.pdf", documents.letter, name="letter"),
    path("<uuid:uuid>/kalender.ics", documents.calendar, name="calendar"),
]
