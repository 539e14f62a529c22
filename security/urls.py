"""Addresses of this app on the admin host."""

from django.urls import path

from security.views import administrators, mails, people
from security.views.invitation import invitation
from security.views.password import ChangePasswordView
from security.views.status import status

app_name = "security"

urlpatterns = [
    path("account/password/", ChangePasswordView.as_view(), name="change_password"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite_person, name="invite"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/invitations/<int:pk>/cancel/", people.cancel, name="cancel_invitation"),
    path("people/agencies/<int:pk>/", administrators.administrators, name="administrators"),
    path("people/agencies/<int:pk>/<int:person_pk>/end/", administrators.take_administrator, name="take_administrator"),
    path("invitation/<str:token>/", invitation, name="invitation"),
    path("system/", status, name="status"),
    path("system/mails/", mails.outbox, name="outbox"),
    path("system/mails/<int:pk>/", mails.mail, name="mail"),
    path("system/mails/<int:pk>/resend/", mails.resend, name="resend"),
]
