from django.apps import AppConfig


class SecurityConfig(AppConfig):
    """People's accounts, the audit trail, mails, jobs, backup and restore."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "security"
    verbose_name = "Security"

    def ready(self) -> None:
        from security import (  # noqa: F401
            audit,
            canary,
            canary_portal_requests,
            canary_successions,
            people,
            portal_requests,
        )

        portal_requests.connect()
        for each in (canary, canary_portal_requests, canary_successions):
            each.register()
