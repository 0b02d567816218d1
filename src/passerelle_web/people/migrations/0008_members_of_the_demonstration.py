"""Members that are invented say so in a column; those of a demonstration that is filled in already are known by name.

Ground of the site.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def tell(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The demonstration has always called its members so, and nobody else's were let in beside them."""
    members = apps.get_model("people", "Member").objects.using(schema_editor.connection.alias)
    members.filter(name__endswith="(invented)").update(is_demonstration=True)


class Migration(migrations.Migration):
    # PostgreSQL does not change a table in the transaction that has changed its rows
    atomic = False
    dependencies = [("people", "0007_delegations_hold_together")]
    operations = [
        migrations.AddField(
            model_name="member",
            name="is_demonstration",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
