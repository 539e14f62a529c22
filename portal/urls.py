"""Addresses of the public portals. No admin address exists here."""

from django.urls import include, path, re_path

from portal import directory, feeds, media, portal_requests, privacy, views
from portal.find import views as find

portal_urls = (
    [
        path("tim-kiem/", find.search, name="search"),
        path("tim-kiem/goi-y/", find.suggest, name="suggest"),
        path("cong-thanh-phan/", directory.portals, name="portals"),
        path("de-nghi-lap-cong/", portal_requests.request_portal, name="request_portal"),
        path("de-nghi-lap-cong/<str:token>/", portal_requests.portal_request, name="portal_request"),
        path("feeds/<slug:slug>.rss", feeds.SectionRss(), name="rss"),
        path("feeds/<slug:slug>.atom", feeds.SectionAtom(), name="atom"),
        path("quyen-rieng-tu/", privacy.privacy, name="privacy"),
        path("sitemap.xml", views.sitemap, name="sitemap"),
        path("robots.txt", views.robots, name="robots"),
    ],
    "portal",
)

urlpatterns = [
    path("", include(portal_urls)),
    path("", include("qa_inbox.urls")),
    path("media/<path:name>", media.serve_public, name="media"),
    re_path(r"^((?:[\w\-]+/)*)$", views.serve, name="wagtail_serve"),
]

handler404 = "portal.views.page_not_found"
handler500 = "portal.views.server_error"
