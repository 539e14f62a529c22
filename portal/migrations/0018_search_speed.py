"""What the search counts, narrows and orders by stands beside the words; the database keeps it as page and entry are.

The rows that are there are filled in one statement while the table has no large index; these are built once, at the end.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models

NARROW = """
ALTER TABLE portal_foundby SET (toast_tuple_target = 128);
ALTER TABLE portal_foundby ALTER COLUMN title SET STORAGE MAIN, ALTER COLUMN number SET STORAGE MAIN,
    ALTER COLUMN documents SET STORAGE MAIN;
"""
WIDE = """
ALTER TABLE portal_foundby RESET (toast_tuple_target);
ALTER TABLE portal_foundby ALTER COLUMN title SET STORAGE DEFAULT, ALTER COLUMN number SET STORAGE DEFAULT,
    ALTER COLUMN documents SET STORAGE DEFAULT;
"""
FILL = """
UPDATE portal_foundby AS found SET
    kind = entry.kind, dated_on = entry.dated_on, live = page.live, language = locale.language_code,
    agency_id = agency.id, province_id = coalesce(agency.province_id, agency.id)
FROM portal_entry AS entry
JOIN tenants_basepage AS page ON page.id = entry.page_id
JOIN tenants_agency AS agency ON agency.id = page.agency_id
JOIN wagtailcore_locale AS locale ON locale.id = page.locale_id
WHERE found.entry_id = entry.page_id
"""
FOLLOW = """
CREATE FUNCTION portal_foundby_of_page() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE portal_foundby AS found SET
        live = NEW.live, language = locale.language_code,
        agency_id = agency.id, province_id = coalesce(agency.province_id, agency.id)
    FROM tenants_agency AS agency, wagtailcore_locale AS locale
    WHERE found.entry_id = NEW.id AND agency.id = NEW.agency_id AND locale.id = NEW.locale_id;
    RETURN NULL;
END $$;
CREATE TRIGGER portal_foundby_of_page AFTER UPDATE ON tenants_basepage FOR EACH ROW
    WHEN ((OLD.live, OLD.agency_id, OLD.locale_id) IS DISTINCT FROM (NEW.live, NEW.agency_id, NEW.locale_id))
    EXECUTE FUNCTION portal_foundby_of_page();

CREATE FUNCTION portal_foundby_of_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE portal_foundby SET kind = NEW.kind, dated_on = NEW.dated_on WHERE entry_id = NEW.page_id;
    RETURN NULL;
END $$;
CREATE TRIGGER portal_foundby_of_entry AFTER UPDATE ON portal_entry FOR EACH ROW
    WHEN ((OLD.kind, OLD.dated_on) IS DISTINCT FROM (NEW.kind, NEW.dated_on))
    EXECUTE FUNCTION portal_foundby_of_entry();

CREATE FUNCTION portal_foundby_of_agency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE portal_foundby SET province_id = coalesce(NEW.province_id, NEW.id) WHERE agency_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER portal_foundby_of_agency AFTER UPDATE ON tenants_agency FOR EACH ROW
    WHEN (OLD.province_id IS DISTINCT FROM NEW.province_id)
    EXECUTE FUNCTION portal_foundby_of_agency();
"""
LEAVE = """
DROP TRIGGER portal_foundby_of_page ON tenants_basepage; DROP FUNCTION portal_foundby_of_page();
DROP TRIGGER portal_foundby_of_entry ON portal_entry; DROP FUNCTION portal_foundby_of_entry();
DROP TRIGGER portal_foundby_of_agency ON tenants_agency; DROP FUNCTION portal_foundby_of_agency();
"""
AGENCY = {"null": True, "on_delete": django.db.models.deletion.CASCADE, "related_name": "+", "to": "tenants.agency"}


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0017_broken_links"),
        ("tenants", "0016_media_kinds"),
    ]

    operations = [
        BtreeGinExtension(),
        migrations.RemoveIndex(model_name="foundby", name="found_by_documents"),
        migrations.RemoveIndex(model_name="foundby", name="found_by_words"),
        migrations.RemoveIndex(model_name="foundby", name="found_by_spelled"),
        migrations.RemoveIndex(model_name="foundby", name="found_by_title"),
        migrations.AddField(model_name="foundby", name="kind", field=models.CharField(default="", max_length=30)),
        migrations.AddField(model_name="foundby", name="dated_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="foundby", name="live", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="foundby", name="language", field=models.CharField(default="", max_length=5)),
        migrations.AddField(model_name="foundby", name="agency", field=models.ForeignKey(db_index=False, **AGENCY)),
        migrations.AddField(model_name="foundby", name="province", field=models.ForeignKey(db_index=False, **AGENCY)),
        migrations.RunSQL(NARROW, WIDE),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="foundby",
            name="year",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.datetime.ExtractYear("dated_on"),
                output_field=models.SmallIntegerField(null=True),
            ),
        ),
        migrations.AddIndex(
            model_name="foundby",
            index=django.contrib.postgres.indexes.GinIndex(fields=["documents"], name="found_by_documents"),
        ),
        migrations.AddIndex(
            model_name="foundby",
            index=django.contrib.postgres.indexes.GinIndex(
                models.F("words"),
                models.F("spelled"),
                django.contrib.postgres.search.SearchVector("title", config="simple"),
                models.F("province"),
                models.F("agency"),
                name="found_by_words",
            ),
        ),
        migrations.AddIndex(
            model_name="foundby",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["title"], name="found_by_title", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.RunSQL(FOLLOW, LEAVE),
    ]
