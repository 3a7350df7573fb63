"""The plan: /borgere/<uuid>/plan/."""

from django.urls import URLPattern, path

from fagkompas.casework.views import agreement_tracks, goal, plan, plan_agreements, plan_edit, plan_end, plan_versions

urlpatterns: list[URLPattern] = [
    path("<uuid:uuid>/plan/", plan.plan_page, name="plan"),
    path("<uuid:uuid>/plan/ret/", plan_edit.plan_edit, name="plan_edit"),
    path("<uuid:uuid>/plan/fulgt-op/", goal.goal_followed_up, name="goal_followed_up"),
    path("<uuid:uuid>/plan/fulgt-op/fortryd/", goal.goal_follow_up_taken_back, name="goal_follow_up_taken_back"),
    path("<uuid:uuid>/plan/print/", plan.plan_print, name="plan_print"),
    path("<uuid:uuid>/plan/tekst/<slug:field>/", plan.plan_text, name="plan_text"),
    path("<uuid:uuid>/plan/hensyn/ny/", plan_edit.consideration_new, name="consideration_new"),
    path(
        "<uuid:uuid>/plan/hensyn/<uuid:consideration>/traek-tilbage/",
        plan.consideration_withdraw,
        name="consideration_withdraw",
    ),
    path("<uuid:uuid>/plan/aktivitet/ny/", plan_edit.activity_new, name="activity_new"),
    path("<uuid:uuid>/plan/aktivitet/<uuid:activity>/", plan_edit.activity_edit, name="activity_edit"),
    path("<uuid:uuid>/plan/aktivitet/<uuid:activity>/slet/", plan_edit.activity_remove, name="activity_remove"),
    path("<uuid:uuid>/plan/aftale/ny/", plan_agreements.agreement_new, name="agreement_new"),
    path("<uuid:uuid>/plan/aftale/ny/smart/", plan_agreements.agreement_smart, name="agreement_smart"),
    path("<uuid:uuid>/plan/aftale/<uuid:agreement>/spor/", agreement_tracks.of_agreement, name="agreement_track"),
    path("<uuid:uuid>/plan/samtale/<uuid:conversation>/spor/", agreement_tracks.of_conversation, name="talk_tracks"),
    path("<uuid:uuid>/plan/slut/", plan_end.plan_end, name="plan_end"),
    path("<uuid:uuid>/plan/tidligere/<uuid:plan>/", plan_end.plan_earlier, name="plan_earlier"),
    path("<uuid:uuid>/plan/tidligere/<uuid:plan>/tag-op/", plan_end.plan_take_up, name="plan_take_up"),
    path("<uuid:uuid>/plan/udgiv/", plan_versions.plan_publish, name="plan_publish"),
    path("<uuid:uuid>/plan/udgaver/", plan_versions.plan_versions, name="plan_versions"),
    path("<uuid:uuid>/plan/udgaver/<int:number>/", plan_versions.plan_version, name="plan_version"),
]
