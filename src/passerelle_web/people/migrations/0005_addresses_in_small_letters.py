"""Addresses of people in small letters, which signing in now seeks; the database keeps them so.

None can clash: they were unique whatever their capitals. Ground of the site.
"""

import django.db.models.functions.text
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def lower(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write each address that has capitals anew."""
    people = apps.get_model("people", "User").objects
    for person in people.exclude(email=django.db.models.functions.text.Lower("email")):
        people.filter(pk=person.pk).update(email=person.email.lower())


class Migration(migrations.Migration):
    # PostgreSQL does not change a table in the transaction that has changed its rows
    atomic = False
    dependencies = [("people", "0004_department_is_its_members")]
    operations = [
        migrations.RunPython(lower, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                name="address_in_small_letters",
            ),
        ),
    ]
