"""Job tracks: /borgere/<uuid>/jobspor/."""

from django.urls import URLPattern, path

from fagkompas.casework.views import tracks

urlpatterns: list[URLPattern] = [
    path("<uuid:uuid>/jobspor/", tracks.tracks, name="tracks"),
    path("<uuid:uuid>/jobspor/nyt/", tracks.track_new, name="track_new"),
    path("<uuid:uuid>/jobspor/<uuid:track>/navn/", tracks.track_name, name="track_name"),
    path("<uuid:uuid>/jobspor/<uuid:track>/efterspoergsel/", tracks.track_demand, name="track_demand"),
    path(
        "<uuid:uuid>/jobspor/<uuid:track>/efterspoergsel/<uuid:note>/slet/", tracks.demand_remove, name="demand_remove"
    ),
    path("<uuid:uuid>/jobspor/<uuid:track>/flyt/", tracks.track_move, name="track_move"),
    path("<uuid:uuid>/jobspor/<uuid:track>/afslut/", tracks.track_end, name="track_end"),
    path("<uuid:uuid>/jobspor/<uuid:track>/genaabn/", tracks.track_reopen, name="track_reopen"),
    path("<uuid:uuid>/jobspor/<uuid:track>/<slug:step>/", tracks.track_step, name="track_step"),
]
