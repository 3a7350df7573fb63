"""All addresses. Each app keeps its own; sign-in is allauth's."""

from django.urls import URLPattern, URLResolver, include, path

from fagkompas.website.views.administration import administration
from fagkompas.website.views.guide import guide, guide_page, guide_picture
from fagkompas.website.views.home import home
from fagkompas.website.views.language import language
from fagkompas.website.views.search import search
from fagkompas.website.views.sign_in import sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("sprog/", language, name="language"),
    path("soeg/", search, name="search"),
    path("styring/", administration, name="administration"),
    path("styring/metoder/", include("fagkompas.methods.administration_urls")),
    path("styring/rammer/", include("fagkompas.frameworks.urls")),
    path("styring/undersoegelser/", include("fagkompas.surveys.urls")),
    path("svar/", include("fagkompas.surveys.answer_urls")),
    path("vejledning/", guide, name="guide"),
    path("vejledning/billeder/<str:name>", guide_picture, name="guide_picture"),
    path("vejledning/<slug:slug>/", guide_page, name="guide_page"),
    path("kompetencer/", include("fagkompas.assessments.urls")),
    path("borgere/", include("fagkompas.citizens.urls")),
    path("borgere/", include("fagkompas.casework.urls")),
    path("laering/", include("fagkompas.learning.urls")),
    path("laering/", include("fagkompas.catalogue.urls")),
    path("metoder/", include("fagkompas.methods.urls")),
    path("styring/", include("fagkompas.website.audit_urls")),
    path("virksomheder/", include("fagkompas.companies.urls")),
    path("match/", include("fagkompas.matching.urls")),
    path("erhverv/", include("fagkompas.occupations.urls")),
    path("samtaler/", include("fagkompas.conversations.urls")),
    path("konto/log-ind/", sign_in, name="account_login"),
    path("konto/", include("fagkompas.accounts.sign_in_urls")),
    path("", include("fagkompas.accounts.urls")),
]
