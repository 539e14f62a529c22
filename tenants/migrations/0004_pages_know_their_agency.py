"""A page below a home page belongs to that home's agency, whatever wrote the row; Wagtail's sample site goes."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION tenants_page_agency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.depth < 3 THEN
        NEW.agency_id := NULL;
    ELSIF NEW.depth > 3 THEN
        SELECT home.agency_id INTO NEW.agency_id FROM tenants_basepage home WHERE home.path = left(NEW.path, 12);
    END IF;
    IF NEW.depth >= 3 AND NEW.agency_id IS NULL THEN
        RAISE EXCEPTION 'page % stands below no agency', NEW.path USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER tenants_page_agency BEFORE INSERT OR UPDATE OF path, depth, agency_id ON tenants_basepage
    FOR EACH ROW EXECUTE FUNCTION tenants_page_agency();
"""

UNDO = "DROP TRIGGER tenants_page_agency ON tenants_basepage; DROP FUNCTION tenants_page_agency();"


def drop_sample_site(apps, schema_editor):
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("wagtailcore", "GroupPagePermission").objects.all().delete()
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.all().delete()
    apps.get_model("wagtailcore", "Workflow").objects.all().delete()
    apps.get_model("wagtailcore", "Task").objects.all().delete()
    apps.get_model("auth", "Group").objects.filter(name__in=["Editors", "Moderators"]).delete()
    pages = apps.get_model("tenants", "BasePage").objects
    pages.filter(depth=2).delete()
    pages.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0003_agencies"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.RunPython(drop_sample_site, migrations.RunPython.noop),
        migrations.RunSQL(TRIGGER, UNDO),
    ]
