"""Addresses of the reports in an agency's work area."""

from django.urls import path

from reporting import disclosure_views, views, visit_views

urlpatterns = [
    path("", views.report, name="report"),
    path("xlsx/", views.workbook, name="workbook"),
    path("docx/", views.document, name="document"),
    path("muc-bat-buoc/", disclosure_views.own, name="disclosure"),
    path("muc-bat-buoc/cac-cong/", disclosure_views.overview, name="disclosures"),
    path("muc-bat-buoc/cac-cong/<int:pk>/", disclosure_views.other, name="disclosure_of"),
    path("luot-xem/", visit_views.visits, name="visits"),
    path("luot-xem/bang.csv", visit_views.visits_csv, name="visits_csv"),
    path("luot-xem/cac-cong/", visit_views.portals, name="portal_visits"),
    path("luot-xem/cac-cong/bang.csv", visit_views.portals_csv, name="portal_visits_csv"),
    path("luot-xem/cac-cong/<int:pk>/", visit_views.visits, name="visits_of"),
    path("luot-xem/cac-cong/<int:pk>/bang.csv", visit_views.visits_csv, name="visits_of_csv"),
]
