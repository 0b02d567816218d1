"""The database itself refuses to change an event, whatever program asks.

Holds two triggers, one a vendor. Removing rows stays possible for the flush of a test database only through
the database's own owner; the models refuse it. Ground of the site.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = """
CREATE TRIGGER people_event_is_fixed BEFORE UPDATE ON people_event
BEGIN SELECT RAISE(ABORT, 'an event is not changed'); END
"""
POSTGRESQL = """
CREATE FUNCTION people_event_is_fixed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an event is not changed' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER people_event_is_fixed BEFORE UPDATE ON people_event
FOR EACH ROW EXECUTE FUNCTION people_event_is_fixed();
"""


def fix(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set the trigger."""
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def loosen(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the trigger away again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER people_event_is_fixed ON people_event")
        schema_editor.execute("DROP FUNCTION people_event_is_fixed()")
    else:
        schema_editor.execute("DROP TRIGGER people_event_is_fixed")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people")]
    operations = [migrations.RunPython(fix, loosen)]
