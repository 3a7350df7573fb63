"""Addresses of assessments; UUIDs and codes only, never anything about a person."""

from django.urls import path

from fagkompas.assessments.views import dialogue, rounds, unit, upload
from fagkompas.assessments.views import round as one_round
from fagkompas.assessments.views.answer import answer_drop, answer_page, answer_reopen, answer_start, answer_summary
from fagkompas.assessments.views.compare import compare
from fagkompas.assessments.views.overview import overview
from fagkompas.assessments.views.profile import profile, profile_file, profile_of
from fagkompas.assessments.views.reading import reading

app_name = "assessments"

urlpatterns = [
    path("", overview, name="overview"),
    # Answering
    path("besvar/<uuid:participant>/", answer_start, name="answer_start"),
    path("besvar/<uuid:participant>/indsend/", answer_summary, name="answer_summary"),
    path("besvar/<uuid:participant>/tag-op-igen/", answer_reopen, name="answer_reopen"),
    path("besvar/<uuid:participant>/behold-indsendte/", answer_drop, name="answer_drop"),
    path("besvar/<uuid:participant>/<str:page>/", answer_page, name="answer_page"),
    # A person's profile
    path("profil/", profile, name="profile"),
    path("profil/<uuid:participant>/", profile_of, name="profile_of"),
    path("profil/<uuid:participant>/profil.<str:kind>", profile_file, name="profile_file"),
    # Rounds
    path("runder/", rounds.rounds, name="rounds"),
    path("runder/ny/", rounds.new, name="round_new"),
    path("runder/<uuid:uuid>/", one_round.round_page, name="round"),
    path("runder/<uuid:uuid>/plan/<slug:step>/", rounds.plan, name="round_plan"),
    path("runder/<uuid:uuid>/aabn/", rounds.summary, name="round_summary"),
    path("runder/<uuid:uuid>/paamind/", one_round.reminder, name="round_reminder"),
    path("runder/<uuid:uuid>/enighed/", one_round.agreement, name="round_agreement"),
    path("runder/<uuid:uuid>/om/", one_round.affairs, name="round_affairs"),
    path("runder/<uuid:uuid>/datoer/", one_round.dates, name="round_dates"),
    path("runder/<uuid:uuid>/tilfoej/", one_round.add_member, name="round_add"),
    path("runder/<uuid:uuid>/luk/", one_round.close, name="round_close"),
    path("runder/<uuid:uuid>/genaabn/", one_round.reopen, name="round_reopen"),
    path("runder/<uuid:uuid>/slet/", one_round.delete, name="round_delete"),
    path("runder/<uuid:uuid>/deltager/<uuid:participant>/", compare, name="round_compare"),
    path("runder/<uuid:uuid>/deltager/<uuid:participant>/fjern/", one_round.remove_member, name="round_remove"),
    # The dialogue
    path("samtale/<uuid:participant>/", dialogue.dialogue, name="dialogue"),
    path("samtale/<uuid:participant>/gem/", dialogue.save, name="dialogue_save"),
    path("samtale/<uuid:participant>/oenske/", dialogue.wish, name="dialogue_wish"),
    path("samtale/<uuid:participant>/underskriv/", dialogue.sign, name="dialogue_sign"),
    path("samtale/<uuid:participant>/traek-tilbage/", dialogue.withdraw, name="dialogue_withdraw"),
    path("samtale/<uuid:participant>/udskrift/", dialogue.printed, name="dialogue_printed"),
    path("samtale/<uuid:participant>/samtale.pdf", dialogue.as_pdf, name="dialogue_pdf"),
    path("profil/<uuid:participant>/ved-siden-af-enheden/", reading, name="reading"),
    # Units
    path("enheder/", unit.units, name="units"),
    path("enhed/<uuid:uuid>/", unit.unit, name="unit"),
    path("enhed/<uuid:uuid>/under/", unit.parts, name="unit_parts"),
    path("enhed/<uuid:uuid>/mennesker/", unit.people, name="unit_people"),
    path("enhed/<uuid:uuid>/hent/<str:file_format>/", unit.unit_file, name="unit_file"),
    # Ratings files
    path("indlaes/", upload.upload, name="upload"),
    path("indlaes/<uuid:uuid>/", upload.preview, name="upload_preview"),
    path("indlaes/<uuid:uuid>/gem/", upload.save, name="upload_save"),
    path("indlaes/<uuid:uuid>/ny-runde/", upload.save_new, name="upload_save_new"),
    path("indlaes/<uuid:uuid>/glem/", upload.drop, name="upload_drop"),
    path("indlaes/<uuid:uuid>/problemer/", upload.problems, name="upload_problems"),
]
