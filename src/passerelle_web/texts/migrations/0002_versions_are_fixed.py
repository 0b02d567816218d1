"""The database itself refuses to write over a version of a translation: only whether it stands may change.

Holds two triggers, one a vendor. Stands on nothing.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIXED = ("subject_kind", "subject_key", "field", "language", "number", "text", "original", "made_at")
SQLITE = f"""
CREATE TRIGGER texts_translation_is_fixed BEFORE UPDATE OF {", ".join(FIXED)} ON texts_translation
WHEN {" OR ".join(f"old.{name} IS NOT new.{name}" for name in FIXED)}
BEGIN SELECT RAISE(ABORT, 'a version of a translation is not changed'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION texts_translation_is_fixed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a version of a translation is not changed'
USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER texts_translation_is_fixed BEFORE UPDATE ON texts_translation
FOR EACH ROW WHEN ({" OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FIXED)})
EXECUTE FUNCTION texts_translation_is_fixed();
"""


def fix(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set the trigger."""
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def loosen(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the trigger away again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER texts_translation_is_fixed ON texts_translation")
        schema_editor.execute("DROP FUNCTION texts_translation_is_fixed()")
    else:
        schema_editor.execute("DROP TRIGGER texts_translation_is_fixed")


class Migration(migrations.Migration):
    dependencies = [("texts", "0001_translations")]
    operations = [migrations.RunPython(fix, loosen)]
