from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class QaInboxConfig(AppConfig):
    """Questions and petitions of citizens, their clocks and answers."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "qa_inbox"
    verbose_name = _("Questions and answers")

    def ready(self) -> None:
        from qa_inbox import canary, succession
        from qa_inbox.demo import build_questions
        from qa_inbox.queries import latest_answers, question_rows, questions_found
        from qa_inbox.storm.importing import import_waiting
        from qa_inbox.storm.pages import storm_pages
        from qa_inbox.storm.receiver import Receiver
        from qa_inbox.work import work_in_inbox
        from tenants.providers import register_provider

        def receive(environ: Any, start: Any) -> Any:
            return Receiver(Path(settings.STORM_ROOT), Path(settings.STORM_QUESTIONS))(environ, start)

        canary.register()
        register_provider("answered_questions", latest_answers)
        register_provider("demo_questions", build_questions)
        register_provider("questions_found", questions_found)
        register_provider("question_rows", question_rows)
        register_provider("work_in_inbox", work_in_inbox)
        register_provider("storm_pages", storm_pages)
        register_provider("storm_receiver", receive)
        register_provider("import_storm_questions", import_waiting)
        succession.register()
