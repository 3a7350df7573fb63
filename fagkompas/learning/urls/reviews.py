"""The yearly review: /laering/mus/."""

from django.urls import URLPattern, path

from fagkompas.learning.views import review, review_agreement, review_preparation, reviews

urlpatterns: list[URLPattern] = [
    path("mus/", reviews.reviews, name="reviews"),
    path("mus/mus.xlsx", reviews.own_file, name="reviews_file"),
    path("mus/planlaeg/", reviews.plan, name="review_plan"),
    path("mus/aftale/<uuid:uuid>/", review_agreement.agreement, name="review_agreement"),
    path("mus/aftale/<uuid:uuid>/oensk/", review_agreement.wish, name="review_agreement_wish"),
    path("mus/<uuid:uuid>/", review.review, name="review"),
    path("mus/<uuid:uuid>/gem/", review.save, name="review_save"),
    path("mus/<uuid:uuid>/skriv-under/", review.sign, name="review_sign"),
    path("mus/<uuid:uuid>/fortryd/", review.withdraw, name="review_withdraw"),
    path("mus/<uuid:uuid>/udskriv/", review.printed, name="review_printed"),
    path("mus/<uuid:uuid>/mus.pdf", review.as_pdf, name="review_pdf"),
    path("mus/<uuid:uuid>/forbered/", review_preparation.prepare, name="review_prepare"),
    path("mus/<uuid:uuid>/forbered/gem/", review_preparation.save, name="review_prepare_save"),
    path("mus/<uuid:uuid>/del/", review_preparation.share, name="review_share"),
    path("mus/<uuid:uuid>/flyt/", reviews.move, name="review_move"),
    path("mus/<uuid:uuid>/aflys/", reviews.call_off, name="review_call_off"),
    path("mus/<uuid:uuid>/giv-videre/", reviews.pass_on, name="review_pass_on"),
]
