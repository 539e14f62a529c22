"""The one workflow with the one step, assigned to the root of the tree: every page of every agency inherits it."""

from django.db import migrations

NAME = "Ban biên tập"


def create(apps, schema_editor):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="editorial", model="boardtask"
    )
    task = apps.get_model("editorial", "BoardTask").objects.create(name=NAME, active=True, content_type=content_type)
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=NAME, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=workflow, task_id=task.pk, sort_order=0
    )
    root = apps.get_model("tenants", "BasePage").objects.get(depth=1)
    apps.get_model("wagtailcore", "WorkflowPage").objects.create(page=root, workflow=workflow)


def remove(apps, schema_editor):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=NAME).delete()
    apps.get_model("editorial", "BoardTask").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("editorial", "0002_live_rule")]

    operations = [migrations.RunPython(create, remove)]
