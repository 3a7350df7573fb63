"""Addresses by which people answer, without signing in; the secret is all it takes."""

from django.urls import path

from fagkompas.surveys.views import answer

app_name = "answer"

urlpatterns = [
    path("<slug:secret>/", answer.start, name="start"),
    path("<slug:secret>/<int:number>/", answer.page, name="page"),
    path("<slug:secret>/oversigt/", answer.summary, name="summary"),
    path("<slug:secret>/tak/", answer.thanks, name="thanks"),
    path("<slug:secret>/faerdig/", answer.leave, name="leave"),
]
