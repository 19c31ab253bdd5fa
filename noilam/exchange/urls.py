"""Addresses of imports and exports."""

from django.urls import path

from . import views

app_name = "exchange"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("runs/", views.runs, name="runs"),
    path("runs/<int:run_id>/", views.run, name="run"),
    path("runs/<int:run_id>/confirmation/", views.confirmation, name="confirmation"),
    path("runs/<int:run_id>/meaning/", views.meaning, name="meaning"),
    path("runs/<int:run_id>/undoing/", views.undoing, name="undoing"),
    path("words/", views.words, name="words"),
    path("words/<int:alias_id>/forgetting/", views.forgetting, name="forgetting"),
    path("<slug:kind>/files/", views.files, name="files"),
    path("<slug:kind>/template/", views.template, name="template"),
    path("<slug:kind>/export/", views.export, name="export"),
]
