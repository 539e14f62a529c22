"""Official days and confirmed years are append-only: only the person who recorded one may be forgotten."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION tenants_official_days_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    person text := TG_ARGV[0];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - person = to_jsonb(OLD) - person THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: record a later decision instead', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER official_days_stay BEFORE UPDATE OR DELETE ON tenants_officialdayrow
    FOR EACH ROW EXECUTE FUNCTION tenants_official_days_stay('recorded_by_id');
CREATE TRIGGER confirmed_years_stay BEFORE UPDATE OR DELETE ON tenants_calendaryear
    FOR EACH ROW EXECUTE FUNCTION tenants_official_days_stay('confirmed_by_id');
"""

UNDO = """
DROP TRIGGER official_days_stay ON tenants_officialdayrow;
DROP TRIGGER confirmed_years_stay ON tenants_calendaryear;
DROP FUNCTION tenants_official_days_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0007_media_agency")]

    operations = [migrations.RunSQL(TRIGGER, UNDO)]
