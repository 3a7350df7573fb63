"""Learning plans and recruitment: /laering/plan/ and /laering/rekruttering/."""

from django.urls import URLPattern, path

from fagkompas.learning.views import plan, plan_changes, plan_compare, plan_files, plan_seats, plans, recruitment

urlpatterns: list[URLPattern] = [
    path("plan/", plans.plans, name="plans"),
    path("plan/ny/<uuid:uuid>/", plans.new, name="plan_new"),
    path("plan/<uuid:uuid>/", plan.plan, name="plan"),
    path("plan/<uuid:uuid>/fremdrift/", plan.progress, name="plan_progress"),
    path("plan/<uuid:uuid>/plan.<slug:kind>", plan_files.plan_file, name="plan_file"),
    path("plan/<uuid:uuid>/stop/", plan_changes.stop, name="plan_stop"),
    path("plan/<uuid:uuid>/igen/", plan_changes.again, name="plan_again"),
    path("plan/<uuid:uuid>/giv-efter/", plan_changes.give_way, name="plan_give_way"),
    path("plan/<uuid:uuid>/godkend/", plan_changes.approve, name="plan_approve"),
    path("plan/<uuid:uuid>/slet/", plan_changes.delete, name="plan_delete"),
    path("plan/<uuid:uuid>/plads/", plan_seats.add, name="plan_add"),
    path("plan/<uuid:uuid>/flyt/", plan_seats.move, name="plan_move"),
    path("plan/<uuid:uuid>/plads/<uuid:seat>/", plan_seats.seat, name="plan_seat"),
    path("plan/<uuid:uuid>/ved-siden-af/<uuid:other>/", plan_compare.compare, name="plan_compare"),
    path("rekruttering/", recruitment.recruitments, name="recruitments"),
    path("rekruttering/ny/<uuid:uuid>/", recruitment.recruitment_new, name="recruitment_new"),
    path("rekruttering/<uuid:uuid>/", recruitment.recruitment, name="recruitment"),
    path("rekruttering/<uuid:uuid>/opslag.<slug:kind>", recruitment.recruitment_file, name="recruitment_file"),
    path("rekruttering/<uuid:uuid>/slet/", recruitment.recruitment_delete, name="recruitment_delete"),
]
