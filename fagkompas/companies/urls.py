"""Addresses of companies."""

from django.urls import path

from fagkompas.companies.views import agreements, calls, circle, company, contacts, imports, lists, merging, record

app_name = "companies"

urlpatterns = [
    path("", lists.companies, name="list"),
    path("hent/<str:kind>/", lists.export, name="export"),
    path("soeg/", lists.suggestions, name="suggestions"),
    path("ny/", record.company_new, name="new"),
    path("indlaes/", imports.companies_import, name="import"),
    path("indlaes/<uuid:uuid>/", imports.import_preview, name="import_preview"),
    path("indlaes/<uuid:uuid>/gem/", imports.import_save, name="import_save"),
    path("kontakt/<uuid:uuid>/", contacts.contact_edit, name="contact_edit"),
    path("kontakt/<uuid:uuid>/stadig/", contacts.contact_confirm, name="contact_confirm"),
    path("kontakt/<uuid:uuid>/slet/", contacts.contact_remove, name="contact_remove"),
    path("aftaler/", agreements.agreements, name="agreements"),
    path("aftaler/<uuid:uuid>/", agreements.agreement_edit, name="agreement_edit"),
    path("aftaler/<uuid:uuid>/opfoelgning/", agreements.agreement_follow_up, name="agreement_follow_up"),
    path("aftaler/<uuid:uuid>/afslut/", agreements.agreement_end, name="agreement_end"),
    path("dubletter/", merging.doubles, name="doubles"),
    path("dubletter/<uuid:uuid>/<uuid:other>/", merging.merge, name="merge"),
    path("dubletter/<uuid:uuid>/<uuid:other>/to/", merging.apart, name="apart"),
    path("dagen/", circle.day, name="day"),
    path("dagen/graense/", circle.limit, name="limit"),
    path("<uuid:uuid>/", company.company, name="company"),
    path("<uuid:uuid>/henvendelse/", circle.outreach, name="outreach"),
    path("<uuid:uuid>/ring/", calls.guide, name="call_guide"),
    path("<uuid:uuid>/ringer/", circle.call, name="call"),
    path("<uuid:uuid>/cirkel/", circle.circle_edit, name="circle_edit"),
    path("<uuid:uuid>/ret/", record.company_edit, name="edit"),
    path("<uuid:uuid>/luk/", record.company_close, name="close"),
    path("<uuid:uuid>/genaabn/", record.company_reopen, name="reopen"),
    path("<uuid:uuid>/aftale/", agreements.agreement_new, name="agreement_new"),
    path("<uuid:uuid>/kontakt/", contacts.contact_new, name="contact_new"),
]
