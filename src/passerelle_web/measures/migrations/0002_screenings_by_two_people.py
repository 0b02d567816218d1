"""Who confirms a screening, for which member and department, and on which day; room for the whole fingerprint."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0001_runs_and_measures"),
        ("people", "0005_addresses_in_small_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="screening",
            name="confirmed_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.member",
            ),
        ),
        migrations.AddField(
            model_name="screening",
            name="confirmed_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.department",
            ),
        ),
        migrations.AddField(
            model_name="screening",
            name="confirmed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="screening",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.member",
            ),
        ),
        migrations.AlterField(
            model_name="screening",
            name="fingerprint",
            field=models.CharField(max_length=64),
        ),
        migrations.AddConstraint(
            model_name="screening",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_by__isnull", True), ("confirmed_on__isnull", False), _connector="OR"),
                name="confirmed_on_a_day",
            ),
        ),
    ]
