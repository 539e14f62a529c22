"""One agency-aware permission policy per kind of object: inside `/a/<agency>/` nothing else exists for anybody."""

from __future__ import annotations

from typing import Any

from wagtail.models import Collection, GroupPagePermission
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from tenants.current import current_agency
from tenants.models import BasePage


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

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        agency = current_agency()
        items = super().instances_user_has_any_permission_for(user, actions)
        if agency is None:
            return items
        own = items.filter(agency=agency)
        if set(actions) == {"choose"} and own.query.is_empty() is False:
            return own | self.model._default_manager.filter(
                shared=True, agency__in=type(agency).objects.of_province(agency.root)
            )
        return own
