from django.apps import AppConfig


class SecurityConfig(AppConfig):
    """People's accounts, the audit trail, mails, jobs, backup and restore."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "security"
    verbose_name = "Security"

    def ready(self) -> None:
        from security import audit, canary, people, portal_requests, portal_requests_canary  # noqa: F401

        canary.register()
        portal_requests.connect()
        portal_requests_canary.register()
