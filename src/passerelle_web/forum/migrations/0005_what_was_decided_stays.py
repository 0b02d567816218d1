"""The database itself refuses to change a decision, a version of the charter, the words of terms, a report and a closed
year, and to let a seat be held twice at one time, whatever program asks.

Holds triggers, because a check sees neither the row before nor other rows. Stands on the tables of 0001 to 0004.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_TWICE = """NEW.until > NEW.since AND EXISTS (
    SELECT 1
    FROM forum_holding AS other
    WHERE other.id <> NEW.id AND other.until > other.since AND NEW.since < other.until AND other.since < NEW.until
    AND (other.member_id = NEW.member_id OR (other.kind = NEW.kind AND other.number = NEW.number))
)"""
# name, when, table, condition, what is said
TRIGGERS = [
    ("forum_one_holder", when, "forum_holding", _TWICE, "the seat is held in that time, or the member holds another")
    for when in ("INSERT", "UPDATE")
]
TRIGGERS += [
    (f"{table}_stays", "UPDATE", table, condition, said)
    for table, condition, said in (
        ("forum_decision", "TRUE", "a decision is not changed"),
        ("forum_charterversion", "TRUE", "a version of the charter is not changed"),
        ("forum_article", "TRUE", "an article of a version is not changed"),
        ("forum_seatshare", "TRUE", "the seats of a version are not changed"),
        ("forum_missionreport", "TRUE", "a report is not changed"),
        ("forum_terms", "NEW.text <> OLD.text OR NEW.number <> OLD.number", "terms are worded anew, not changed"),
        ("forum_cycle", "OLD.closed_on IS NOT NULL", "a closed year is not changed"),
    )
]


def _sqlite(name: str, when: str, table: str, condition: str, said: str) -> str:
    return f"""
CREATE TRIGGER {name}_{when.lower()} AFTER {when} ON {table}
WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{said}'); END
"""


def _postgresql(name: str, when: str, table: str, condition: str, said: str) -> str:
    return f"""
CREATE FUNCTION {name}_{when.lower()}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF {condition} THEN
    RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $$;
CREATE TRIGGER {name}_{when.lower()} AFTER {when} ON {table}
FOR EACH ROW EXECUTE FUNCTION {name}_{when.lower()}();
"""


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set the triggers."""
    written = _postgresql if schema_editor.connection.vendor == "postgresql" else _sqlite
    for trigger in TRIGGERS:
        schema_editor.execute(written(*trigger), params=None)


def loosen(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, when, table, _condition, _said in TRIGGERS:
        full = f"{name}_{when.lower()}"
        schema_editor.execute(f"DROP TRIGGER {full}" + (f" ON {table}" if on_postgresql else ""), params=None)
        if on_postgresql:
            schema_editor.execute(f"DROP FUNCTION {full}()", params=None)


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = (("forum", "0004_terms_missions_results"),)
    operations = (migrations.RunPython(guard, loosen),)
