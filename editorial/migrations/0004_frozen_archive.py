"""What came from an agency that has ended is kept as it was: it can be taken off, but shows nothing else and gets no pages.

docs/decisions/0013-succession.md. A later succession may move it on; the rule on live pages sees to that.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION editorial_page_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.depth > 4 AND EXISTS (SELECT 1 FROM tenants_basepage
               WHERE path = left(NEW.path, length(NEW.path) - 4) AND came_from_id IS NOT NULL) THEN
            RAISE EXCEPTION 'nothing is added to what an agency left that has ended' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.came_from_id IS NULL THEN
        RETURN NEW;
    END IF;
    IF NEW.came_from_id IS DISTINCT FROM OLD.came_from_id
       OR (NEW.live AND (NOT OLD.live OR NEW.live_revision_id IS DISTINCT FROM OLD.live_revision_id)) THEN
        RAISE EXCEPTION 'page % came from an agency that has ended: it is kept as it was', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER tenants_page_frozen BEFORE INSERT OR UPDATE OF live, live_revision_id, came_from_id ON tenants_basepage
    FOR EACH ROW EXECUTE FUNCTION editorial_page_frozen();
"""

BACKWARD = "DROP TRIGGER tenants_page_frozen ON tenants_basepage; DROP FUNCTION editorial_page_frozen();"


class Migration(migrations.Migration):
    dependencies = [("editorial", "0003_board_workflow"), ("tenants", "0011_successions")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
