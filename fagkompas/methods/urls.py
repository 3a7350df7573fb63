"""Addresses of the method library, below /metoder/; codes and UUIDs only."""

from django.urls import path

from fagkompas.methods.views import library, method, practice

app_name = "methods"

urlpatterns = [
    path("", library.methods, name="list"),
    path("overblik/", library.overview, name="overview"),
    path("kerneopgave/", library.core_task, name="core_task"),
    path("erfaring/<uuid:uuid>/traek/", method.experience_take_back, name="experience_take_back"),
    path("oevelse/<uuid:uuid>/fjern/", practice.practice_remove, name="practice_remove"),
    path("<slug:code>/", method.method, name="method"),
    path("<slug:code>/favorit/", method.favourite, name="favourite"),
    path("<slug:code>/figur.svg", method.figure, name="figure"),
    path("<slug:code>/metode.pdf", method.printed, name="printed"),
    path("<slug:code>/erfaring/", method.experience, name="experience"),
    path("<slug:code>/oev/", practice.practise, name="practise"),
    path("<slug:code>/oev/kort/", practice.quiz, name="quiz"),
    path("<slug:code>/oev/rollespil/", practice.role_play, name="role_play"),
    path("<slug:code>/oev/rollespil.pdf", practice.role_play_printed, name="role_play_printed"),
]
