"""Resource persons, side-by-side training and onboarding: /laering/kolleger/."""

from django.urls import URLPattern, path

from fagkompas.learning.views import onboarding, onboarding_step, resource_persons, side_by_side

urlpatterns: list[URLPattern] = [
    path("kolleger/", resource_persons.colleagues, name="colleagues"),
    path("kolleger/spoerg/", resource_persons.ask, name="resource_ask"),
    path("kolleger/ressource/<uuid:uuid>/", resource_persons.resource_person, name="resource_person"),
    path("kolleger/ressource/<uuid:uuid>/slut/", resource_persons.end, name="resource_end"),
    path("kolleger/ressource/<uuid:uuid>/fortryd/", resource_persons.withdraw, name="resource_withdraw"),
    path("kolleger/oplaering/", side_by_side.side_by_sides, name="side_by_sides"),
    path("kolleger/oplaering/<uuid:uuid>/", side_by_side.side_by_side, name="side_by_side"),
    path("kolleger/oplaering/<uuid:uuid>/aflys/", side_by_side.cancel, name="side_by_side_cancel"),
    path("kolleger/oplaering/<uuid:uuid>/ikke-holdt/", side_by_side.undo, name="side_by_side_undo"),
    path("kolleger/laer-af/<uuid:participant>/", side_by_side.learn_from, name="learn_from"),
    path("kolleger/onboarding/", onboarding.onboarding, name="onboarding"),
    path("kolleger/onboarding/nyt/", onboarding.new, name="onboarding_new"),
    path("kolleger/onboarding/trin/<uuid:uuid>/", onboarding_step.step, name="onboarding_step"),
    path("kolleger/onboarding/<uuid:uuid>/", onboarding.path, name="onboarding_path"),
    path("kolleger/onboarding/<uuid:uuid>/ind/", onboarding.put_back, name="onboarding_put_back"),
    path("kolleger/onboarding/<uuid:uuid>/fjern/", onboarding.remove, name="onboarding_remove"),
    path("kolleger/onboarding/<uuid:uuid>/spoerg-alle/", onboarding.ask_all, name="onboarding_ask_all"),
    path("kolleger/onboarding/<uuid:path>/<uuid:uuid>/flueben/", onboarding_step.tick, name="onboarding_tick"),
    path("kolleger/onboarding/<uuid:path>/<uuid:uuid>/ud/", onboarding_step.leave_out, name="onboarding_leave_out"),
]
