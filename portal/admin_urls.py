"""Addresses of the admin host `cms.<province>`; below `/a/<agency>/` they are those of one agency's work area."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from portal import media
from tenants import admin_views, media_views, usage_views

urlpatterns = [
    path("", admin_views.home, name="wagtailadmin_home"),
    path("choose-page/", admin_views.choose_page, name="wagtailadmin_choose_page"),
    path("images/", media_views.images, name="agency_images"),
    path("images/results/", media_views.images_results, name="agency_images_results"),
    path("images/chooser/", media_views.choose_image, name="agency_image_chooser"),
    path(
        "images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/",
        media_views.image_from_upload,
        name="agency_image_from_upload",
    ),
    path("documents/", media_views.documents, name="agency_documents"),
    path("documents/results/", media_views.documents_results, name="agency_documents_results"),
    path("images/<int:image_id>/delete/", media_views.image_delete, name="agency_image_delete"),
    path("documents/delete/<int:document_id>/", media_views.document_delete, name="agency_document_delete"),
    path("images/usage/<int:image_id>/", usage_views.image_usage, name="agency_image_usage"),
    path("documents/usage/<int:document_id>/", usage_views.document_usage, name="agency_document_usage"),
    path("pages/<int:page_id>/usage/", usage_views.page_usage, name="agency_page_usage"),
    path("tag-autocomplete/", media_views.tags, name="agency_tags"),
    path("media/<path:name>", media.serve_private, name="media"),
    path("", include("security.urls")),
    path("", include(wagtailadmin_urls)),
]
