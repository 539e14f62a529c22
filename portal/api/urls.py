"""Addresses of the API. A change that breaks what others read gets a new number, and the old one stays."""

from django.urls import path

from portal.api import views

app_name = "api"
urlpatterns = [
    path("", views.about, name="about"),
    path("v1/", views.start, name="start"),
    path("v1/content", views.listed, name="content"),
    path("v1/content/<int:pk>", views.one, name="one"),
    path("v1/agency", views.agency, name="agency"),
    path("v1/sections", views.sections, name="sections"),
    path("v1/kinds", views.kinds, name="kinds"),
    path("v1/openapi.json", views.openapi, name="openapi"),
]
