"""Log entries can be added, never changed or taken away: not by code, not by the ORM, not by TRUNCATE.

Allowed is only what Wagtail itself does when an object is deleted: it sets the flag `deleted`. A test database, which is
emptied between tests, allows TRUNCATE by the setting cong.allow_truncate.
"""

from django.db import migrations

TABLES = (
    "wagtailcore_pagelogentry",
    "wagtailcore_modellogentry",
    "tenants_agencypagelogentry",
    "tenants_agencymodellogentry",
)
FUNCTION = """
CREATE FUNCTION security_log_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('cong.allow_truncate', true) = 'on' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'deleted' = to_jsonb(OLD) - 'deleted' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'log entries cannot be changed or deleted (% on %)', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
ROWS = "CREATE TRIGGER log_entries_stay BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION security_log_entries_stay();"
WHOLE = "CREATE TRIGGER log_stays BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION security_log_entries_stay();"


def forwards() -> str:
    return FUNCTION + "\n".join(one.format(table) for table in TABLES for one in (ROWS, WHOLE))


def backwards() -> str:
    drops = [
        f"DROP TRIGGER {name} ON {table};" for table in TABLES for name in ("log_entries_stay", "log_stays")
    ]
    return "\n".join([*drops, "DROP FUNCTION security_log_entries_stay();"])


class Migration(migrations.Migration):
    dependencies = [
        ("security", "0004_backups_on_another_device"),
        ("tenants", "0003_agencies"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunSQL(forwards(), backwards())]
