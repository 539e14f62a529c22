"""The timeline of a question is append-only: no line is changed or removed, by any way into the database (NB.7.3b)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION qa_inbox_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the timeline of a question is append-only' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER qa_inbox_event_append_only BEFORE UPDATE OR DELETE ON qa_inbox_questionevent
    FOR EACH ROW EXECUTE FUNCTION qa_inbox_event_append_only();
CREATE TRIGGER qa_inbox_event_no_truncate BEFORE TRUNCATE ON qa_inbox_questionevent
    FOR EACH STATEMENT EXECUTE FUNCTION qa_inbox_event_append_only();
"""

BACKWARD = """
DROP TRIGGER qa_inbox_event_no_truncate ON qa_inbox_questionevent;
DROP TRIGGER qa_inbox_event_append_only ON qa_inbox_questionevent;
DROP FUNCTION qa_inbox_event_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("qa_inbox", "0001_questions")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
