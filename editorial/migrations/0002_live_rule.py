"""A page is live only with a recorded decision for exactly its live version: the rule below every door (TB.16.3, HY.8.2).

What each trigger holds, and why it stands here and not in Python: docs/decisions/0003-live-pages.md.
"""

from django.db import migrations

APPROVING = "('approved', 'urgent', 'provisioned', 'import_accepted', 'merger')"

DECISIONS = """
CREATE FUNCTION editorial_decision_of_page() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    home bigint;
BEGIN
    SELECT agency_id INTO home FROM tenants_basepage WHERE id = NEW.page_id;
    IF home IS DISTINCT FROM NEW.agency_id AND NEW.kind <> 'merger' THEN
        RAISE EXCEPTION 'decision on page % names another agency', NEW.page_id USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM wagtailcore_revision r JOIN django_content_type t ON t.id = r.base_content_type_id
                   WHERE r.id = NEW.revision_id AND r.object_id = NEW.page_id::text
                     AND t.app_label = 'tenants' AND t.model = 'basepage') THEN
        RAISE EXCEPTION 'version % is not one of page %', NEW.revision_id, NEW.page_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER editorial_decision_of_page BEFORE INSERT ON editorial_decision
    FOR EACH ROW EXECUTE FUNCTION editorial_decision_of_page();

CREATE FUNCTION editorial_decision_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.kind = 'urgent' AND OLD.reviewed_at IS NULL
       AND NEW.reviewed_at IS NOT NULL AND NEW.reviewed_by_id IS NOT NULL
       AND to_jsonb(NEW) - '{reviewed_at,reviewed_by_id}'::text[]
         = to_jsonb(OLD) - '{reviewed_at,reviewed_by_id}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'decisions are append-only' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER editorial_decision_append_only BEFORE UPDATE OR DELETE ON editorial_decision
    FOR EACH ROW EXECUTE FUNCTION editorial_decision_append_only();
CREATE TRIGGER editorial_decision_no_truncate BEFORE TRUNCATE ON editorial_decision
    FOR EACH STATEMENT EXECUTE FUNCTION editorial_decision_append_only();
"""

LIVE = """
CREATE FUNCTION editorial_page_live() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    IF NEW.depth < 3 THEN
        RETURN NEW;
    END IF;
    IF NEW.alias_of_id IS NOT NULL THEN
        RAISE EXCEPTION 'page % cannot be an alias: its content would change without a decision', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.live THEN
            RAISE EXCEPTION 'a new page cannot be live: nothing has been decided on it' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NOT NEW.live AND NOT OLD.live THEN
        RETURN NEW;
    END IF;
    IF NEW.live = OLD.live AND NEW.live_revision_id IS NOT DISTINCT FROM OLD.live_revision_id
       AND NEW.agency_id IS NOT DISTINCT FROM OLD.agency_id AND OLD.depth >= 3 THEN
        RETURN NEW;
    END IF;
    SELECT kind, revision_id, agency_id INTO last FROM editorial_decision
        WHERE page_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF NEW.live THEN
        IF last.kind IS NULL OR last.kind NOT IN (approving)
           OR last.revision_id IS DISTINCT FROM NEW.live_revision_id
           OR last.agency_id IS DISTINCT FROM NEW.agency_id THEN
            RAISE EXCEPTION 'page % cannot go live with version %: the last decision on it does not approve that version',
                NEW.id, NEW.live_revision_id USING ERRCODE = 'check_violation';
        END IF;
    ELSIF last.kind IS NULL OR last.kind NOT IN ('unpublished', 'archived') THEN
        IF NOT (NEW.expired AND OLD.expire_at IS NOT NULL AND OLD.expire_at <= statement_timestamp()) THEN
            RAISE EXCEPTION 'page % cannot be taken off: nothing has been decided on that', NEW.id
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- Named so that it fires after tenants_page_agency has set the agency.
CREATE TRIGGER tenants_page_live
    BEFORE INSERT OR UPDATE OF live, live_revision_id, alias_of_id, agency_id, path, depth ON tenants_basepage
    FOR EACH ROW EXECUTE FUNCTION editorial_page_live();
""".replace("(approving)", APPROVING)

CONTENT = """
CREATE FUNCTION editorial_same(told jsonb, is_now jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    a text := told #>> '{}';
    b text := is_now #>> '{}';
BEGIN
    IF told = is_now OR a = b OR (a IS NULL AND b IS NULL) THEN
        RETURN true;
    ELSIF jsonb_typeof(is_now) IN ('array', 'object') AND jsonb_typeof(told) = 'string' THEN
        RETURN a::jsonb = is_now;
    ELSIF a ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T' AND b ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T' THEN
        RETURN date_trunc('milliseconds', a::timestamptz) = date_trunc('milliseconds', b::timestamptz);
    END IF;
    RETURN false;
END $$;

CREATE FUNCTION editorial_check_content(page_pk bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    page tenants_basepage;
    told jsonb;
    own jsonb;
    type_table text;
    field text;
    named text;
BEGIN
    SELECT * INTO page FROM tenants_basepage WHERE id = page_pk;
    IF NOT FOUND OR NOT page.live OR page.depth < 3 THEN
        RETURN;
    END IF;
    SELECT content INTO told FROM wagtailcore_revision WHERE id = page.live_revision_id;
    SELECT app_label || '_' || model INTO type_table FROM django_content_type WHERE id = page.content_type_id;
    EXECUTE format('SELECT to_jsonb(c) FROM %I c WHERE basepage_ptr_id = $1', type_table) INTO own USING page_pk;
    IF told IS NULL OR own IS NULL THEN
        RAISE EXCEPTION 'page % is live without a version or without content', page_pk USING ERRCODE = 'check_violation';
    END IF;
    own := own - '{basepage_ptr_id,archived_at}'::text[] || jsonb_build_object(
        'title', page.title, 'slug', page.slug, 'seo_title', page.seo_title,
        'search_description', page.search_description, 'expire_at', page.expire_at);
    FOR field IN SELECT jsonb_object_keys(own) LOOP
        named := CASE WHEN told ? field THEN field ELSE regexp_replace(field, '_id$', '') END;
        IF told ? named AND NOT editorial_same(told -> named, own -> field) THEN
            RAISE EXCEPTION 'field % of page % is not what was decided on in version %', field, page_pk,
                page.live_revision_id USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION editorial_page_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM editorial_check_content(NEW.id);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER editorial_page_content
    AFTER UPDATE OF live, live_revision_id, content_type_id, title, slug, seo_title, search_description, expire_at
    ON tenants_basepage DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.live AND NEW.depth >= 3) EXECUTE FUNCTION editorial_page_content();

CREATE FUNCTION editorial_type_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM editorial_check_content(OLD.basepage_ptr_id);
    ELSIF TG_OP = 'INSERT' OR NEW IS DISTINCT FROM OLD THEN
        PERFORM editorial_check_content(NEW.basepage_ptr_id);
    END IF;
    RETURN NULL;
END $$;
"""

KEPT = """
CREATE FUNCTION editorial_is_page(type_pk bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM django_content_type WHERE id = type_pk AND app_label = 'tenants' AND model = 'basepage')
$$;

CREATE FUNCTION editorial_revision_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.content IS DISTINCT FROM OLD.content OR NEW.object_id IS DISTINCT FROM OLD.object_id
            OR NEW.base_content_type_id IS DISTINCT FROM OLD.base_content_type_id)
           AND (EXISTS (SELECT 1 FROM editorial_decision WHERE revision_id = OLD.id)
                OR EXISTS (SELECT 1 FROM wagtailcore_taskstate WHERE revision_id = OLD.id)) THEN
            RAISE EXCEPTION 'version % has been submitted or decided on and cannot change', OLD.id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF editorial_is_page(OLD.base_content_type_id)
       AND (EXISTS (SELECT 1 FROM editorial_decision WHERE page_id::text = OLD.object_id)
            OR EXISTS (SELECT 1 FROM wagtailcore_workflowstate
                       WHERE object_id = OLD.object_id AND base_content_type_id = OLD.base_content_type_id)) THEN
        RAISE EXCEPTION 'version % belongs to a text that was submitted: it is kept', OLD.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER editorial_revision_kept BEFORE UPDATE OF content, object_id, base_content_type_id OR DELETE
    ON wagtailcore_revision FOR EACH ROW EXECUTE FUNCTION editorial_revision_kept();

CREATE FUNCTION editorial_submission_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF editorial_is_page(OLD.base_content_type_id) THEN
        RAISE EXCEPTION 'page % was submitted: it can be archived, not deleted', OLD.object_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER editorial_submission_kept BEFORE DELETE ON wagtailcore_workflowstate
    FOR EACH ROW EXECUTE FUNCTION editorial_submission_kept();

CREATE FUNCTION editorial_page_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM editorial_decision WHERE page_id = OLD.id)
       OR EXISTS (SELECT 1 FROM wagtailcore_workflowstate
                  WHERE object_id = OLD.id::text AND editorial_is_page(base_content_type_id)) THEN
        RAISE EXCEPTION 'page % was submitted or decided on: it can be archived, not deleted', OLD.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER editorial_page_kept BEFORE DELETE ON tenants_basepage
    FOR EACH ROW EXECUTE FUNCTION editorial_page_kept();
"""

UNDO = """
DROP TRIGGER editorial_page_kept ON tenants_basepage;
DROP TRIGGER editorial_submission_kept ON wagtailcore_workflowstate;
DROP TRIGGER editorial_revision_kept ON wagtailcore_revision;
DROP TRIGGER editorial_page_content ON tenants_basepage;
DROP TRIGGER tenants_page_live ON tenants_basepage;
DROP TRIGGER editorial_decision_no_truncate ON editorial_decision;
DROP TRIGGER editorial_decision_append_only ON editorial_decision;
DROP TRIGGER editorial_decision_of_page ON editorial_decision;
DROP FUNCTION editorial_page_kept, editorial_submission_kept, editorial_revision_kept, editorial_page_content,
    editorial_page_live, editorial_decision_append_only, editorial_decision_of_page CASCADE;
DROP FUNCTION editorial_type_content CASCADE;
DROP FUNCTION editorial_check_content;
DROP FUNCTION editorial_same;
DROP FUNCTION editorial_is_page;
"""


class Migration(migrations.Migration):
    dependencies = [("editorial", "0001_decisions")]

    operations = [migrations.RunSQL([DECISIONS, LIVE, CONTENT, KEPT], UNDO)]
