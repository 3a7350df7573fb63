"""Own learning, and who takes part in what: /laering/mit/ and /laering/deltagelse/."""

from django.urls import URLPattern, path

from fagkompas.learning.views import attendance, decisions, own, plan_files, programmes, taken_part, trained

urlpatterns: list[URLPattern] = [
    path("mit/", own.own, name="own"),
    path("mit/registrer/", own.register, name="own_register"),
    path("mit/oversigt.<slug:kind>", own.own_file, name="own_file"),
    path("mit/kalender.ics", plan_files.own_calendar, name="own_calendar"),
    path("mit/oensk/<uuid:uuid>/", own.wish, name="wish"),
    path("mit/oensk/<uuid:uuid>/felt/", own.wish_panel, name="wish_panel"),
    path("mit/<uuid:uuid>/fortryd/", own.take_back, name="take_back"),
    path("mit/<uuid:uuid>/fjern/", own.remove, name="own_remove"),
    path("deltagelse/", decisions.decisions, name="decisions"),
    path("deltagelse/oversigt/", taken_part.overview, name="taken_part"),
    path("deltagelse/oversigt/deltagelse.xlsx", taken_part.overview_file, name="taken_part_file"),
    path("deltagelse/uddannelser/", programmes.programmes, name="programmes"),
    path("deltagelse/andel/", trained.trained, name="trained"),
    path("deltagelse/andel/andel.<slug:kind>", trained.trained_file, name="trained_file"),
    path("deltagelse/<uuid:uuid>/", decisions.decision, name="decision"),
    path("deltagelse/hold/<uuid:uuid>/", attendance.attendance, name="attendance"),
    path("deltagelse/hold/<uuid:uuid>/felt/", attendance.session_panel, name="session_panel"),
    path("deltagelse/hold/<uuid:uuid>/tilmeld/", attendance.enrol_all, name="enrol_all"),
    path("deltagelse/hold/<uuid:uuid>/pladser/", attendance.give_seats, name="give_seats"),
    path("deltagelse/hold/<uuid:uuid>/aflys/", attendance.session_cancel, name="session_cancel"),
]
