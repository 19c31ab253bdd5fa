"""Addresses of the rulebook. A rule's key is its address."""

from django.urls import path

from .views import book, calendar

app_name = "rulebook"
urlpatterns = [
    path("", book.rules_list, name="rules"),
    path("drafts/<int:draft_id>/", book.draft, name="draft"),
    path("drafts/<int:draft_id>/adoption/", book.adoption, name="adoption"),
    path("drafts/<int:draft_id>/withdrawal/", book.withdrawal, name="withdrawal"),
    path("versions/<int:version_id>/reading/", book.reading, name="reading"),
    path("calendar/", calendar.this_year, name="calendar"),
    path("calendar/<int:year>/", calendar.year, name="year"),
    path("calendar/days/", calendar.declare, name="declare_days"),
    path("calendar/days/withdrawal/", calendar.withdraw, name="withdraw_day"),
    path("calendar/differences/", calendar.differences, name="differences"),
    path("count/", calendar.count, name="count"),
    path("<str:key>/", book.one_rule, name="rule"),
    path("<str:key>/change/", book.change, name="change"),
]
