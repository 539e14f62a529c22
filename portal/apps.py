from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The composition root of the project, and the public site."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "portal"

    def ready(self) -> None:
        from portal import canary, canary_links, canary_looks, catalogue, media_jobs, notices, succession, translations
        from portal.adverts.shown import images_advertised
        from portal.celery import JOB_TABLE
        from portal.importing import succession as imports
        from portal.importing.media import media_imported
        from portal.importing.work import work_in_imports
        from portal.links import collecting
        from portal.links.work import work_in_links
        from portal.storm import jobs as storm
        from portal.tree import build_trees
        from security.jobs import Job, register_jobs
        from tenants.providers import register_provider
        from tenants.registry import register_tree_builder

        notices.connect()
        catalogue.connect()
        collecting.connect()
        media_jobs.connect()
        storm.connect()
        translations.connect()
        canary.register()
        canary_links.register()
        canary_looks.register()
        succession.register()
        imports.register()
        register_tree_builder(build_trees)
        register_provider("work_in_imports", work_in_imports)
        register_provider("work_in_links", work_in_links)
        register_provider("media_imported", media_imported)
        register_provider("images_advertised", images_advertised)
        register_provider("stale_translations", translations.stale_among)
        register_jobs(
            Job(name, function, when, late, clause, _(label))  # type: ignore[arg-type]
            for name, function, when, late, clause, label in JOB_TABLE
        )
