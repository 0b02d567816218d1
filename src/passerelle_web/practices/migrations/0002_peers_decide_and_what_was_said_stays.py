"""The database itself refuses what a check cannot see, whatever program asks.

A review or a report of the author's own member, a publication that two other members do not recommend, a change to what
was submitted, reviewed or printed. Holds triggers. Stands on the tables of 0001.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

PRACTICE, VERSION, REVIEW = "practices_practice", "practices_version", "practices_review"
TRIED, EDITION, ENTRY = "practices_tried", "practices_edition", "practices_entry"
_RECOMMENDED = """(
    SELECT count(*)
    FROM practices_review AS one JOIN practices_practice AS of ON of.id = NEW.practice_id
    WHERE one.version_id = NEW.id AND one.recommendation = 'accept' AND one.member_id <> of.member_id
)"""
_BY_ITS_OWN = """EXISTS (
    SELECT 1
    FROM practices_version AS version JOIN practices_practice AS of ON of.id = version.practice_id
    WHERE version.id = NEW.version_id AND of.member_id = NEW.member_id
)"""
_NOT_IN_STATE = """NOT EXISTS (
    SELECT 1
    FROM practices_version AS version
    WHERE version.id = NEW.version_id AND version.state = '{state}'
)"""
_REPORTED_BY_ITS_OWN = """EXISTS (
    SELECT 1
    FROM practices_practice AS of
    WHERE of.id = NEW.practice_id AND of.member_id = NEW.member_id
)"""
_NO_SUCH_VERSION = """NEW.published IS NOT NULL AND NOT EXISTS (
    SELECT 1
    FROM practices_version AS version
    WHERE version.practice_id = NEW.id AND version.number = NEW.published AND version.state = 'published'
)"""
_PRINTED = """EXISTS (
    SELECT 1
    FROM practices_edition AS edition
    WHERE edition.id = NEW.edition_id AND edition.published_at IS NOT NULL
)"""
TRIGGERS = (
    ("practices_two_recommend", "UPDATE", VERSION,
     f"NEW.state = 'published' AND OLD.state <> 'published' AND {_RECOMMENDED} < 2",
     "two other members have to recommend it"),
    ("practices_nothing_begins_published", "INSERT", VERSION, "NEW.state <> 'draft'",
     "a version begins as a draft"),
    ("practices_submitted_stays", "UPDATE", VERSION,
     "OLD.state <> 'draft' AND (NEW.content <> OLD.content OR NEW.state = 'draft' OR NEW.number <> OLD.number"
     " OR NEW.practice_id <> OLD.practice_id)",
     "what was submitted is not changed"),
    ("practices_reviewed_by_others", "INSERT", REVIEW, _BY_ITS_OWN, "a member does not review its own practice"),
    ("practices_reviewed_in_turn", "INSERT", REVIEW, _NOT_IN_STATE.format(state="review"), "it is not under review"),
    ("practices_review_stays", "UPDATE", REVIEW, "NEW.id = OLD.id", "a review is not changed"),
    ("practices_tried_by_others", "INSERT", TRIED, _REPORTED_BY_ITS_OWN,
     "a member does not report on its own practice"),
    ("practices_shows_what_is_published", "UPDATE", PRACTICE, _NO_SUCH_VERSION, "no such version was published"),
    ("practices_shows_what_is_published", "INSERT", PRACTICE, "NEW.published IS NOT NULL", "no version was published"),
    ("practices_keeps_its_member", "UPDATE", PRACTICE, "NEW.member_id <> OLD.member_id", "a practice keeps its member"),
    ("practices_printed_stays", "UPDATE", EDITION, "OLD.published_at IS NOT NULL",
     "an edition that is published stays"),
    ("practices_entries_stay", "INSERT", ENTRY, _PRINTED, "an edition that is published stays"),
    ("practices_entries_stay", "UPDATE", ENTRY, _PRINTED, "an edition that is published stays"),
    ("practices_prints_what_is_published", "INSERT", ENTRY, _NOT_IN_STATE.format(state="published"),
     "it is not published"),
)  # fmt: skip


def _name(name: str, when: str) -> str:
    return f"{name}_{when.lower()}"


def _sqlite(name: str, when: str, table: str, condition: str, said: str) -> str:
    return f"""
CREATE TRIGGER {_name(name, when)} BEFORE {when} ON {table}
WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{said}'); END
"""


def _postgresql(name: str, when: str, table: str, condition: str, said: str) -> str:
    return f"""
CREATE FUNCTION {_name(name, when)}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF {condition} THEN
    RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $$;
CREATE TRIGGER {_name(name, when)} BEFORE {when} ON {table}
FOR EACH ROW EXECUTE FUNCTION {_name(name, when)}();
"""


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set the triggers."""
    written = _postgresql if schema_editor.connection.vendor == "postgresql" else _sqlite
    for one in TRIGGERS:
        schema_editor.execute(written(*one), params=None)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, when, table, _condition, _said in TRIGGERS:
        schema_editor.execute(
            f"DROP TRIGGER {_name(name, when)}" + (f" ON {table}" if on_postgresql else ""), params=None
        )
        if on_postgresql:
            schema_editor.execute(f"DROP FUNCTION {_name(name, when)}()", params=None)


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = (("practices", "0001_practices"),)
    operations = (migrations.RunPython(guard, unguard),)
