"""Addresses of the door, one's own account, and the administrators' list."""

from django.urls import path

from .views import administration, own, sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/card/", sign_in.card_entry, name="card_entry"),
    path("sign-in/card/<str:code>/", sign_in.card, name="card"),
    path("account/", own.account, name="account"),
    path("account/sign-out/", sign_in.sign_out, name="sign_out"),
    path("account/stand-in/", own.stand_in, name="stand_in"),
    path("account/contact/", own.contact, name="contact"),
    path("account/language/", own.language, name="language"),
    path("account/sessions/end/", own.end_sessions, name="end_sessions"),
    path("account/password/", own.password, name="password"),
    path("accounts/", administration.accounts, name="accounts"),
    path("accounts/new/", administration.new_account, name="new_account"),
    path("accounts/<int:account_id>/", administration.account_page, name="account_page"),
    path("accounts/<int:account_id>/permissions/", administration.permissions, name="permissions"),
    path("accounts/<int:account_id>/closing/", administration.closing, name="closing"),
    path("accounts/<int:account_id>/reopening/", administration.reopening, name="reopening"),
    path("accounts/<int:account_id>/card/", administration.new_card, name="new_card"),
]
