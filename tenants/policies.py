"""One agency-aware permission policy per kind of object: inside `/a/<agency>/` nothing else exists for anybody."""

from __future__ import annotations

from typing import Any

from wagtail.models import Collection, GroupPagePermission
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from tenants.current import current_agency
from tenants.models import BasePage, PortalDocument, PortalImage


class AgencyPagePolicy(PagePermissionPolicy):
    """Wagtail's page policy, narrowed to the agency one works in."""

    def get_all_permissions_for_user(self, user: Any) -> Any:
        permissions = super().get_all_permissions_for_user(user)
        agency = current_agency()
        if agency is None:
            return permissions
        return permissions.filter(page__agency=agency) if permissions.model is GroupPagePermission else permissions

    def _base_queryset_for_user(self, user: Any) -> Any:
        pages = super()._base_queryset_for_user(user)
        agency = current_agency()
        return pages if pages is None or agency is None else pages.filter(agency=agency)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        agency = current_agency()
        if agency is not None and instance.agency_id != agency.pk:
            return False
        return bool(super().user_has_any_permission_for_instance(user, actions, instance))

    def instances_with_direct_explore_permission(self, user: Any) -> Any:
        agency = current_agency()
        if user.is_superuser and agency is not None:
            return BasePage.objects.filter(agency=agency, depth=BasePage.HOME_DEPTH)
        return super().instances_with_direct_explore_permission(user)


class AgencyMediaPolicy(CollectionOwnershipPermissionPolicy):
    """Images and documents of the agency one works in; those shared within the province may be chosen, not changed."""

    def _check_perm(self, user: Any, actions: Any, collection: Collection | None = None) -> bool:
        agency = current_agency()
        if collection is None and agency is not None:
            collection = agency.collection
        elif collection is not None and agency is not None and collection.pk != agency.collection_id:
            return False
        return bool(super()._check_perm(user, actions, collection=collection))

    def collections_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        collections = super().collections_user_has_any_permission_for(user, actions)
        agency = current_agency()
        return collections if agency is None else collections.filter(pk=agency.collection_id)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        if _only_choosing(actions) and current_agency() is not None:
            visible = self.model._default_manager.filter(pk=instance.pk).exists()
            return visible and self._check_perm(user, {"choose"})
        return bool(super().user_has_any_permission_for_instance(user, actions, instance))

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        agency = current_agency()
        if agency is None:
            return super().instances_user_has_any_permission_for(user, actions)
        if _only_choosing(actions):
            visible = self.model._default_manager.all()
            return visible if self._check_perm(user, {"choose"}) else visible.none()
        return super().instances_user_has_any_permission_for(user, actions).filter(agency=agency)


def _only_choosing(actions: Any) -> bool:
    return set(actions) == {"choose"}


def register_policies() -> None:
    """For exactly these models: Wagtail's own apps register theirs for the same models after this app is ready."""
    register_permission_policy(BasePage, AgencyPagePolicy(BasePage))
    for model, name in ((PortalImage, "wagtailimages.Image"), (PortalDocument, "wagtaildocs.Document")):
        policy = AgencyMediaPolicy(model, auth_model=name, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)
