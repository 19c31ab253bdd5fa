"""Addresses of words and deeds."""

from django.urls import path

from .views import deeds, desks, drafting, giving, lists, method, one, programmes

app_name = "commitments"
urlpatterns = [
    path("commitments/", lists.commitments, name="list"),
    path("commitments/board/", lists.board, name="board"),
    path("commitments/calendar/", lists.calendar, name="calendar"),
    path("commitments/mine/", lists.mine, name="mine"),
    path("commitments/source/<int:source_id>/", lists.source, name="source"),
    path("commitments/topic/<int:topic_id>/", lists.topic, name="topic"),
    path("commitments/new/", drafting.new, name="new"),
    path("commitments/giving/", giving.give, name="giving"),
    path("commitments/progress/", desks.progress, name="progress"),
    path("commitments/approval/", desks.approvals, name="approvals"),
    path("commitments/sitting/", desks.sitting, name="sitting"),
    path("commitments/urgent/", desks.urgent, name="urgent"),
    path("commitments/verification/", desks.verifications, name="verifications"),
    path("commitments/requests/", desks.requests, name="requests"),
    path("commitments/<int:commitment_id>/", one.commitment, name="commitment"),
    path("commitments/<int:commitment_id>/dossier.json", one.dossier_file, name="dossier"),
    path("commitments/<int:commitment_id>/dossier.pdf", one.dossier_paper, name="dossier_paper"),
    path("commitments/<int:commitment_id>/draft/", drafting.change, name="draft"),
    path(
        "commitments/<int:commitment_id>/milestones/<int:milestone_id>/",
        deeds.reach_milestone,
        name="milestone",
    ),
    path(
        "commitments/<int:commitment_id>/declarations/<int:declaration_id>/due/",
        one.verify_due,
        name="verify_due",
    ),
    path("commitments/<int:commitment_id>/<slug:name>/", deeds.deed, name="deed"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.new_programme, name="new_programme"),
    path("programmes/owed/", programmes.owed, name="owed"),
    path("programmes/<int:programme_id>/", programmes.programme, name="programme"),
    path("programmes/<int:programme_id>/adoption/", programmes.adoption, name="adoption"),
    path("method/", method.method, name="method"),
]
