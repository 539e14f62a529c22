"""Addresses of the inbox in an agency's work area."""

from django.urls import path

from qa_inbox import admin_views, office_views

app_name = "qa_inbox_admin"
urlpatterns = [
    path("", admin_views.inbox, name="inbox"),
    path("late/", office_views.province, name="province"),
    path("delegations/", office_views.delegations, name="delegations"),
    path("delegations/<int:pk>/end/", office_views.end_delegation, name="end_delegation"),
    path("<int:pk>/", admin_views.question, name="question"),
    path("<int:pk>/<slug:action>/", admin_views.act, name="act"),
]
