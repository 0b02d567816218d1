"""A contribution may be of several members, named by their statement where the rule lets.

SQLite writes the table anew for the constraint and forgets its trigger, so it is set again. Stands on 0002.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS dialogues_contribution_rule BEFORE UPDATE OF rule ON dialogues_contribution
WHEN NEW.rule < OLD.rule
BEGIN SELECT RAISE(ABORT, 'a rule of attribution is tightened, never loosened'); END
"""


def guard_again(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set the trigger that SQLite forgot."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_TRIGGER, params=None)


class Migration(migrations.Migration):
    """Who said it together, and the trigger again."""

    dependencies = (
        ("dialogues", "0005_delegations_act"),
        ("people", "0007_delegations_hold_together"),
    )

    operations = (
        migrations.AddField(
            model_name="contribution",
            name="is_joint",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="contribution",
            name="statement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contributions",
                to="people.jointstatement",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(statement=None) | models.Q(is_joint=True, rule__lt=3),
                name="no_joint_names_under_the_chatham_house_rule",
            ),
        ),
        migrations.RunPython(guard_again, guard_again),
    )
