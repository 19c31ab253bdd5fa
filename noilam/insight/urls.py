"""The addresses of Hôm nay and search."""

from django.urls import path

from . import views

app_name = "insight"
urlpatterns = [
    path("", views.today, name="today"),
    path("search/", views.search, name="search"),
]
