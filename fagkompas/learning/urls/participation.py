"""Own learning, and who takes part in what: /laering/mit/ and /laering/deltagelse/."""

from django.urls import URLPattern, path

from fagkompas.learning.views import attendance, decisions, own

urlpatterns: list[URLPattern] = [
    path("mit/", own.own, name="own"),
    path("mit/registrer/", own.register, name="own_register"),
    path("mit/oversigt.<slug:kind>", own.own_file, name="own_file"),
    path("mit/oensk/<uuid:uuid>/", own.wish, name="wish"),
    path("mit/oensk/<uuid:uuid>/felt/", own.wish_panel, name="wish_panel"),
    path("mit/<uuid:uuid>/fortryd/", own.take_back, name="take_back"),
    path("mit/<uuid:uuid>/fjern/", own.remove, name="own_remove"),
    path("deltagelse/", decisions.decisions, name="decisions"),
    path("deltagelse/<uuid:uuid>/", decisions.decision, name="decision"),
    path("deltagelse/hold/<uuid:uuid>/", attendance.attendance, name="attendance"),
    path("deltagelse/hold/<uuid:uuid>/felt/", attendance.session_panel, name="session_panel"),
]
