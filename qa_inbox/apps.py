from django.apps import AppConfig


class QaInboxConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "qa_inbox"
