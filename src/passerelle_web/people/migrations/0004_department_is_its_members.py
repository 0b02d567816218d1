"""The database itself refuses a membership whose department is another member's, whatever program asks.

Holds triggers, because a check cannot look into another table: they guard both sides, the membership that is written
and the department that would change its member. Ground of the site.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_STRANGE = """NEW.department_id IS NOT NULL AND NOT EXISTS (
    SELECT 1
    FROM people_department
    WHERE id = NEW.department_id AND member_id = NEW.member_id
)"""
_SQLITE_WRITTEN = """
CREATE TRIGGER people_membership_department_{when} BEFORE {when} ON people_membership
WHEN {strange}
BEGIN SELECT RAISE(ABORT, 'the department is another member''s'); END
"""
SQLITE = (
    _SQLITE_WRITTEN.format(when="INSERT", strange=_STRANGE),
    _SQLITE_WRITTEN.format(when="UPDATE", strange=_STRANGE),
    """
CREATE TRIGGER people_department_stays BEFORE UPDATE OF member_id ON people_department
WHEN NEW.member_id <> OLD.member_id
BEGIN SELECT RAISE(ABORT, 'a department does not change its member'); END
""",
)
POSTGRESQL = (
    f"""
CREATE FUNCTION people_membership_department() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF {_STRANGE} THEN
    RAISE EXCEPTION 'the department is another member''s' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $$;
CREATE TRIGGER people_membership_department BEFORE INSERT OR UPDATE ON people_membership
FOR EACH ROW EXECUTE FUNCTION people_membership_department();
""",
    """
CREATE FUNCTION people_department_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF NEW.member_id <> OLD.member_id THEN
    RAISE EXCEPTION 'a department does not change its member' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $$;
CREATE TRIGGER people_department_stays BEFORE UPDATE ON people_department
FOR EACH ROW EXECUTE FUNCTION people_department_stays();
""",
)


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set the triggers."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def loosen(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER people_membership_department ON people_membership")
        schema_editor.execute("DROP FUNCTION people_membership_department()")
        schema_editor.execute("DROP TRIGGER people_department_stays ON people_department")
        schema_editor.execute("DROP FUNCTION people_department_stays()")
        return
    schema_editor.execute("DROP TRIGGER people_membership_department_INSERT")
    schema_editor.execute("DROP TRIGGER people_membership_department_UPDATE")
    schema_editor.execute("DROP TRIGGER people_department_stays")


class Migration(migrations.Migration):
    dependencies = [("people", "0003_members")]
    operations = [migrations.RunPython(guard, loosen)]
