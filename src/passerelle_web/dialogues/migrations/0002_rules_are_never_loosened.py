"""The database itself refuses to loosen the rule of what was said, whatever program asks.

Holds triggers on sessions and contributions. Stands on the tables of 0001.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("dialogues_session", "dialogues_contribution")
_SAID = "a rule of attribution is tightened, never loosened"


def _sqlite(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_rule BEFORE UPDATE OF rule ON {table}
WHEN NEW.rule < OLD.rule
BEGIN SELECT RAISE(ABORT, '{_SAID}'); END
"""


def _postgresql(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_rule BEFORE UPDATE OF rule ON {table}
FOR EACH ROW WHEN (NEW.rule < OLD.rule) EXECUTE FUNCTION dialogues_rule_stays();
"""


_FUNCTION = f"""
CREATE FUNCTION dialogues_rule_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set the triggers."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:
        schema_editor.execute(_FUNCTION, params=None)
    for table in TABLES:
        schema_editor.execute(_postgresql(table) if on_postgresql else _sqlite(table), params=None)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        schema_editor.execute(
            f"DROP TRIGGER IF EXISTS {table}_rule" + (f" ON {table}" if on_postgresql else ""), params=None
        )
    if on_postgresql:
        schema_editor.execute("DROP FUNCTION dialogues_rule_stays()", params=None)


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = (("dialogues", "0001_dialogues"),)
    operations = (migrations.RunPython(guard, unguard),)
