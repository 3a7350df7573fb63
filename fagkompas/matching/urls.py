"""Addresses of the match; UUIDs only, nothing about a person."""

from django.urls import path

from fagkompas.matching.views import citizen, facts, order, orders, person, report, shortlist

app_name = "matching"

urlpatterns = [
    path("", orders.orders, name="orders"),
    path("ordre/<uuid:uuid>/", order.order, name="order"),
    path("ordre/<uuid:uuid>/udelukket/", order.ruled_out, name="ruled_out"),
    path("ordre/<uuid:uuid>/flere/", order.several, name="several"),
    path("ordre/<uuid:uuid>/liste/", shortlist.shortlist, name="shortlist"),
    path("ordre/<uuid:uuid>/borger/<uuid:citizen>/", person.reasons, name="reasons"),
    path("ordre/<uuid:uuid>/borger/<uuid:citizen>/vaelg/", person.choose, name="choose"),
    path("ordre/<uuid:uuid>/borger/<uuid:citizen>/til-borgeren/", person.reasons_on_paper, name="reasons_on_paper"),
    path("ordre/<uuid:uuid>/borger/<uuid:citizen>/til-virksomheden/", person.company_paper, name="company_paper"),
    path("enheder/", report.report, name="report"),
    path("enheder/hent/<str:kind>/", report.report_export, name="report_export"),
    path("liste/<uuid:uuid>/<str:stage>/", shortlist.step, name="step"),
    path("borger/<uuid:uuid>/", citizen.citizen, name="citizen"),
    path("borger/<uuid:uuid>/oplysninger/", facts.facts, name="facts"),
    path("borger/<uuid:citizen>/svar/", person.answer, name="answer"),
]
