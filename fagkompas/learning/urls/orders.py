"""Education orders: /laering/bestilling/. Effect: /laering/effekt/. Across municipalities: /laering/paa-tvaers/."""

from django.urls import URLPattern, path

from fagkompas.learning.views import across, effects, order_answers, order_edit, orders

urlpatterns: list[URLPattern] = [
    path("bestilling/", orders.orders, name="orders"),
    path("bestilling/ny/", orders.order_begin, name="order_begin"),
    path("bestilling/ny/<uuid:uuid>/", orders.order_new, name="order_new"),
    path("bestilling/<uuid:uuid>/", orders.order, name="order"),
    path("bestilling/<uuid:uuid>/ret/", order_edit.order_edit, name="order_edit"),
    path("bestilling/<uuid:uuid>/slet/", orders.order_delete, name="order_delete"),
    path("bestilling/<uuid:uuid>/brev.pdf", orders.order_letter, name="order_letter"),
    path("bestilling/<uuid:uuid>/udbydere/", order_answers.providers, name="order_providers"),
    path("bestilling/<uuid:uuid>/sendt/", order_answers.sent, name="order_sent"),
    path("bestilling/<uuid:uuid>/afslut/", order_answers.settle, name="order_settle"),
    path("bestilling/<uuid:uuid>/genaabn/", order_answers.reopen, name="order_reopen"),
    path("bestilling/<uuid:uuid>/katalog/", order_answers.to_catalogue, name="order_to_catalogue"),
    path("bestilling/svar/<uuid:uuid>/", order_answers.answer, name="order_answer"),
    path("bestilling/svar/<uuid:uuid>/udelad/", order_answers.provider_leave_out, name="provider_leave_out"),
    path("paa-tvaers/", across.across, name="across"),
    path("paa-tvaers/deltag/", across.take_part, name="across_take_part"),
    path("effekt/", effects.effects, name="effects"),
    path("effekt/<uuid:uuid>/", effects.effect, name="effect"),
]
