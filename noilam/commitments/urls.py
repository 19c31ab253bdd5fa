"""Addresses of words and deeds."""

from django.urls import path

from .views import deeds, drafting, lists, one

app_name = "commitments"
urlpatterns = [
    path("commitments/", lists.commitments, name="list"),
    path("commitments/new/", drafting.new, name="new"),
    path("commitments/<int:commitment_id>/", one.commitment, name="commitment"),
    path("commitments/<int:commitment_id>/draft/", drafting.change, name="draft"),
    path("commitments/<int:commitment_id>/<slug:name>/", deeds.deed, name="deed"),
    path("method/", one.method, name="method"),
]
