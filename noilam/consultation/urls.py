"""Addresses of consultation."""

from django.urls import path

from .views import answering, changing, commenting, lists, opening, reading

app_name = "consultation"
ONE = "consultations/<int:consultation_id>/"
urlpatterns = [
    path("consultations/", lists.consultations, name="list"),
    path("consultations/new/", opening.new, name="new"),
    path(ONE, reading.consultation, name="consultation"),
    path(f"{ONE}parts/<str:part_key>/", reading.part, name="part"),
    path(f"{ONE}comparison/", reading.comparison, name="comparison"),
    path(f"{ONE}invited/", lists.invited, name="invited"),
    path(f"{ONE}comments/", lists.comments, name="comments"),
    path(f"{ONE}disposition/", lists.disposition, name="disposition"),
    path(f"{ONE}comment/", commenting.comment, name="comment"),
    path(f"{ONE}comments/<int:comment_number>/", reading.said, name="said"),
    path(
        f"{ONE}comments/<int:comment_number>/withdrawal/", commenting.withdrawal, name="withdrawal"
    ),
    path(f"{ONE}answers/", answering.answers, name="answers"),
    path(f"{ONE}<slug:name>/", changing.deed, name="deed"),
]
