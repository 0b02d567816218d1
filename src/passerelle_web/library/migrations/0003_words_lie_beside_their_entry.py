"""The words of most entries stay in the row itself, where PostgreSQL finds them without a second look-up.

A vector of a contribution has some 2,500 bytes; what has more than 2,000 is otherwise kept apart, and read from there
for each entry that a phrase is compared with or that is ranked. Rows that are there already move when they are next
written, as by `rebuild_index`. Nothing for SQLite. Stands on the index of 0002.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def beside(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let rows be as long as a page."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE library_entry SET (toast_tuple_target = 8160)")


def apart(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """As PostgreSQL does by itself."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE library_entry RESET (toast_tuple_target)")


class Migration(migrations.Migration):
    """A setting of a table."""

    dependencies = (("library", "0002_words_can_be_found"),)
    operations = (migrations.RunPython(beside, apart),)
