"""Addresses of the admin host `cms.<province>`; below `/a/<agency>/` they are those of one agency's work area."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from portal import media
from tenants import admin_views

urlpatterns = [
    path("", admin_views.home, name="wagtailadmin_home"),
    path("choose-page/", admin_views.choose_page, name="wagtailadmin_choose_page"),
    path("media/<path:name>", media.serve_private, name="media"),
    path("", include("security.urls")),
    path("", include(wagtailadmin_urls)),
]
