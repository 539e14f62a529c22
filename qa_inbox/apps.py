from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QaInboxConfig(AppConfig):
    """Questions and petitions of citizens, their clocks and answers."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "qa_inbox"
    verbose_name = _("Questions and answers")

    def ready(self) -> None:
        from qa_inbox import canary, succession
        from qa_inbox.demo import build_questions
        from qa_inbox.queries import latest_answers
        from qa_inbox.work import work_in_inbox
        from tenants.providers import register_provider

        canary.register()
        register_provider("answered_questions", latest_answers)
        register_provider("demo_questions", build_questions)
        register_provider("work_in_inbox", work_in_inbox)
        succession.register()
