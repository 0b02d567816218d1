"""How entries are found: a GIN index on PostgreSQL, an FTS5 table beside the entries on SQLite; the newest first.

The table of SQLite forgets with its entry by a trigger, so that nothing removed is ever found. Stands on nothing.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

POSTGRESQL = (
    "CREATE INDEX entries_by_words ON library_entry USING gin (vector)",
    "CREATE INDEX entries_by_title_words ON library_entry USING gin (title_vector)",
    "CREATE INDEX entries_newest_first ON library_entry (day DESC NULLS LAST, id DESC)",
    "CREATE INDEX entries_of_a_kind ON library_entry (kind, day DESC NULLS LAST, id DESC)",
)
SQLITE = (
    # stems are found before: here a word is what stands between two spaces
    "CREATE VIRTUAL TABLE library_words USING fts5(title, body, marks, tokenize = 'unicode61 remove_diacritics 2')",
    # a word of the title counts as eight of the text, a mark as nothing
    "INSERT INTO library_words (library_words, rank) VALUES ('rank', 'bm25(8.0, 1.0, 0.0)')",
    "CREATE TRIGGER library_words_forget AFTER DELETE ON library_entry "
    "BEGIN DELETE FROM library_words WHERE rowid = old.id; END",
    # what has no day stands last without being told
    "CREATE INDEX entries_newest_first ON library_entry (day DESC, id DESC)",
    "CREATE INDEX entries_of_a_kind ON library_entry (kind, day DESC, id DESC)",
)


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make what this database finds words with."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in ("newest_first", "of_a_kind", *(("by_words", "by_title_words") if is_postgresql else ())):
        schema_editor.execute(f"DROP INDEX entries_{name}")
    if not is_postgresql:
        schema_editor.execute("DROP TRIGGER library_words_forget")
        schema_editor.execute("DROP TABLE library_words")


class Migration(migrations.Migration):
    dependencies = [("library", "0001_documents_and_entries")]
    operations = [migrations.RunPython(make, drop)]
