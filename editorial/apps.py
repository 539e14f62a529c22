from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EditorialConfig(AppConfig):
    """The board, its decisions, and the rule that a page is live only by one of them."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "editorial"

    def ready(self) -> None:
        from editorial import checks, receivers  # noqa: F401
        from editorial.live import install_guards
        from editorial.media import media_waiting
        from editorial.models import BoardTask, EditorialPage
        from editorial.permissions import EditorialPermissionTester
        from editorial.querysets import notice_stands
        from editorial.work import work_for_board
        from editorial.workflow import BoardDesk
        from tenants.providers import register_provider

        BoardTask.desk = BoardDesk()
        EditorialPage.permission_tester = EditorialPermissionTester
        receivers.connect()
        register_provider("work_for_board", work_for_board)
        register_provider("media_waiting", media_waiting)
        register_provider("notice_stands", notice_stands)
        post_migrate.connect(install_guards, sender=self, dispatch_uid="editorial-live-guards")
