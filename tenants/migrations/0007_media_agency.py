"""An image or document belongs to the agency whose collection it lies in, whatever wrote the row."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION tenants_media_agency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT agency.id INTO NEW.agency_id
    FROM wagtailcore_collection lies_in
    JOIN wagtailcore_collection own ON own.path = left(lies_in.path, 8)
    JOIN tenants_agency agency ON agency.collection_id = own.id
    WHERE lies_in.id = NEW.collection_id;
    IF NEW.agency_id IS NULL THEN
        RAISE EXCEPTION 'collection % belongs to no agency', NEW.collection_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER tenants_media_agency BEFORE INSERT OR UPDATE OF collection_id, agency_id ON tenants_portalimage
    FOR EACH ROW EXECUTE FUNCTION tenants_media_agency();
CREATE TRIGGER tenants_media_agency BEFORE INSERT OR UPDATE OF collection_id, agency_id ON tenants_portaldocument
    FOR EACH ROW EXECUTE FUNCTION tenants_media_agency();
"""

UNDO = """
DROP TRIGGER tenants_media_agency ON tenants_portalimage;
DROP TRIGGER tenants_media_agency ON tenants_portaldocument;
DROP FUNCTION tenants_media_agency();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0007_documents_named_by_content"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunSQL(TRIGGER, UNDO)]
