"""Addresses of the reports in an agency's work area."""

from django.urls import path

from reporting import disclosure_views, views

urlpatterns = [
    path("", views.report, name="report"),
    path("xlsx/", views.workbook, name="workbook"),
    path("docx/", views.document, name="document"),
    path("muc-bat-buoc/", disclosure_views.own, name="disclosure"),
    path("muc-bat-buoc/cac-cong/", disclosure_views.overview, name="disclosures"),
    path("muc-bat-buoc/cac-cong/<int:pk>/", disclosure_views.other, name="disclosure_of"),
]
