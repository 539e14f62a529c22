"""Addresses of this app on the admin host."""

from django.urls import path

from security.views.password import ChangePasswordView

app_name = "security"

urlpatterns = [
    path("account/password/", ChangePasswordView.as_view(), name="change_password"),
]
