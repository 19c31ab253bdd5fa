"""The addresses of the shell itself."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from . import views

app_name = "ui"
urlpatterns = [
    path("theme/", views.choose_theme, name="theme"),
    path("language/", login_not_required(set_language), name="language"),
]
