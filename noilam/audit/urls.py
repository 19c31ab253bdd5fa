"""Addresses of the trail."""

from django.urls import path

from . import views

app_name = "audit"
urlpatterns = [
    path("", views.trail, name="trail"),
    path("<int:entry_id>/", views.entry, name="entry"),
    path("<int:entry_id>/erasure/", views.erasure, name="erasure"),
    path("heads/", views.heads, name="heads"),
    path("heads/<int:number>/", views.slip, name="slip"),
    path("verification/", views.verification, name="verification"),
]
