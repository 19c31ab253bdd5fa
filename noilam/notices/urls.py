"""Addresses of the inbox and of the clerk's deliveries."""

from django.urls import path

from .views import clerk, inbox

app_name = "notices"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("reading/", inbox.reading, name="reading"),
    path("preferences/", inbox.preferences, name="preferences"),
    path("<int:notice_id>/", inbox.notice, name="notice"),
    path("<int:notice_id>/acknowledgement/", inbox.acknowledgement, name="acknowledgement"),
    path("deliveries/", clerk.deliveries, name="deliveries"),
    path("deliveries/texts/", clerk.texts, name="texts"),
    path("deliveries/<int:notice_id>/", clerk.delivery, name="delivery"),
    path("deliveries/<int:notice_id>/slip/", clerk.slip, name="slip"),
    path("deliveries/<int:notice_id>/paper/", clerk.paper, name="paper"),
    path("deliveries/<int:notice_id>/call/", clerk.call, name="call"),
    path("deliveries/<int:notice_id>/missed-call/", clerk.missed_call, name="missed_call"),
]
