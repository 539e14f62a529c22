from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Agencies, their hosts, the rules of their province and official time."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "tenants"
    verbose_name = "Tenants"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from tenants import checks, clock, hosts, media_in_use, moved_pages  # noqa: F401
        from tenants.models import Look
        from tenants.policies import register_policies
        from tenants.portal_requests.work import work_in_requests
        from tenants.providers import register_provider
        from tenants.succession import members, own

        hosts.connect_signals()
        clock.connect_signals()
        media_in_use.connect_signals()
        moved_pages.connect_signals()
        register_policies()
        ReferenceIndex.register_model(Look)
        own.register()
        members.register()
        register_provider("work_in_requests", work_in_requests)
