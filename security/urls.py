"""Addresses of this app on the admin host."""

from django.urls import path

from security.views import mails
from security.views.password import ChangePasswordView
from security.views.status import status

app_name = "security"

urlpatterns = [
    path("account/password/", ChangePasswordView.as_view(), name="change_password"),
    path("system/", status, name="status"),
    path("system/mails/", mails.outbox, name="outbox"),
    path("system/mails/<int:pk>/", mails.mail, name="mail"),
    path("system/mails/<int:pk>/resend/", mails.resend, name="resend"),
]
