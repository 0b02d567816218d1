"""The database itself refuses two heads of a delegation at one time, a function of another member, and changes to a
joint statement that was delivered, whatever program asks.

Holds triggers, because a check cannot look at other rows. Ground of the site.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_STRANGE = """NOT EXISTS (
    SELECT 1
    FROM people_membership
    WHERE id = NEW.membership_id AND member_id = NEW.member_id
)"""
_TWO_HEADS = """NEW.function = 'head' AND (NEW.until IS NULL OR NEW.until > NEW.since) AND EXISTS (
    SELECT 1
    FROM people_delegationfunction AS other
    WHERE other.member_id = NEW.member_id AND other.function = 'head' AND other.id <> NEW.id
    AND (other.until IS NULL OR other.until > other.since)
    AND NEW.since < COALESCE(other.until, '9999-12-31') AND other.since < COALESCE(NEW.until, '9999-12-31')
)"""
_STANDS = """EXISTS (
    SELECT 1
    FROM people_jointstatement
    WHERE id = {row}.statement_id AND delivered_at IS NOT NULL
)"""


def _refused(name: str, when: str, table: str, condition: str, said: str) -> tuple[str, str]:
    """A refusal as SQLite and as PostgreSQL write it."""
    sqlite = f"""
CREATE TRIGGER {name}_{when.split()[0].lower()} {"BEFORE" if when == "DELETE" else "AFTER"} {when} ON {table}
WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{said}'); END
"""
    postgresql = f"""
CREATE FUNCTION {name}_{when.split()[0].lower()}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF {condition} THEN
    RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN {"OLD" if when == "DELETE" else "NEW"};
END $$;
CREATE TRIGGER {name}_{when.split()[0].lower()} {"BEFORE" if when == "DELETE" else "AFTER"} {when} ON {table}
FOR EACH ROW EXECUTE FUNCTION {name}_{when.split()[0].lower()}();
"""
    return sqlite, postgresql


_FUNCTIONS, _ANSWERS, _STATEMENTS = "people_delegationfunction", "people_jointanswer", "people_jointstatement"
TRIGGERS = [
    ("people_function_is_its_members", when, _FUNCTIONS, _STRANGE, "the membership is of another member")
    for when in ("INSERT", "UPDATE")
]
TRIGGERS += [
    ("people_one_head", when, _FUNCTIONS, _TWO_HEADS, "the delegation has a head at that time")
    for when in ("INSERT", "UPDATE")
]
TRIGGERS += [
    ("people_joint_answer_stands", when, _ANSWERS, _STANDS.format(row=row), "the statement was delivered")
    for when, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
]
TRIGGERS += [
    (
        "people_joint_stands",
        "UPDATE",
        _STATEMENTS,
        "OLD.delivered_at IS NOT NULL AND (NEW.wording <> OLD.wording OR NEW.delivered_at IS NULL"
        " OR NEW.member_id <> OLD.member_id OR NEW.title <> OLD.title)",
        "the statement was delivered",
    )
]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set the triggers."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for trigger in TRIGGERS:
        schema_editor.execute(_refused(*trigger)[is_postgresql], params=None)


def loosen(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, when, table, _condition, _said in TRIGGERS:
        full = f"{name}_{when.lower()}"
        schema_editor.execute(f"DROP TRIGGER {full}" + (f" ON {table}" if is_postgresql else ""))
        if is_postgresql:
            schema_editor.execute(f"DROP FUNCTION {full}()")


class Migration(migrations.Migration):
    dependencies = [("people", "0006_delegations_and_joint_statements")]
    operations = [migrations.RunPython(guard, loosen)]
