"""Addresses of the reports in an agency's work area."""

from django.urls import path

from reporting import views

urlpatterns = [
    path("", views.report, name="report"),
    path("xlsx/", views.workbook, name="workbook"),
    path("docx/", views.document, name="document"),
]
