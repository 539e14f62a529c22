"""Addresses of the public portals. No admin address exists here."""

from django.urls import include, path, re_path

from portal import (
    calendars,
    directory,
    feeds,
    media,
    portal_requests,
    privacy,
    province_services,
    security_txt,
    sitemaps,
    views,
)
from portal.find import views as find
from portal.visits import views as visits

EXTENSION = "(?P<extension>rss|atom|json)"
WHERE = r"(?P<where>[\w-]+(?:/[\w-]+)*)"
"""The path of a section."""

portal_urls = (
    [
        path("tim-kiem/", find.search, name="search"),
        path("tim-kiem/goi-y/", find.suggest, name="suggest"),
        path("cong-thanh-phan/", directory.portals, name="portals"),
        path("dich-vu-cong-toan-tinh/", province_services.province_services, name="province_services"),
        path("de-nghi-lap-cong/", portal_requests.request_portal, name="request_portal"),
        path("de-nghi-lap-cong/<str:token>/", portal_requests.portal_request, name="portal_request"),
        path("feeds/", feeds.feeds, name="feeds"),
        re_path(rf"^feed\.{EXTENSION}$", feeds.feed, name="feed"),
        re_path(rf"^feeds/kinds/(?P<kind>[\w-]+)\.{EXTENSION}$", feeds.kind_feed, name="kind_feed"),
        re_path(rf"^feeds/{WHERE}\.{EXTENSION}$", feeds.section_feed, name="section_feed"),
        path("no-translation/", views.no_translation, name="no_translation"),
        path("quyen-rieng-tu/", privacy.privacy, name="privacy"),
        path("luot-xem/<int:page>/", visits.beacon, name="visit"),
        path("luot-xem/<int:page>.gif", visits.image, name="visit_image"),
        re_path(rf"^feeds/{WHERE}\.ics$", calendars.section_calendar, name="ics"),
        path("sitemap.xml", sitemaps.index, name="sitemap"),
        path("sitemap-<int:number>.xml", sitemaps.part, name="sitemap_part"),
        path("robots.txt", sitemaps.robots, name="robots"),
        path(".well-known/security.txt", security_txt.security_txt, name="security_txt"),
    ],
    "portal",
)

urlpatterns = [
    path("", include(portal_urls)),
    path("", include("qa_inbox.urls")),
    path("api/", include("portal.api.urls")),
    path("media/<path:name>", media.serve_public, name="media"),
    re_path(r"^((?:[\w\-]+/)*)$", views.serve, name="wagtail_serve"),
]

handler404 = "portal.views.page_not_found"
handler500 = "portal.views.server_error"
