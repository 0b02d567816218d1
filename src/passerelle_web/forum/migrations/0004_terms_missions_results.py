import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0003_joining_and_calls_for_help"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("where", models.CharField(blank=True, max_length=200, verbose_name="where")),
                ("begins", models.DateField(verbose_name="from")),
                ("ends", models.DateField(verbose_name="to")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("begins"))),
                        name="mission_ends_after_it_begins",
                        violation_error_message="The end has to come after the beginning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="mission_has_a_title"
                    ),
                ],
                "verbose_name": "mission",
                "verbose_name_plural": "missions",
                "ordering": ("begins", "pk"),
            },
        ),
        migrations.CreateModel(
            name="MissionReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "text",
                    models.TextField(
                        max_length=20000,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="report",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
                (
                    "mission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="forum.mission"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="mission_report_says_something"
                    )
                ],
                "verbose_name": "report on a mission",
                "verbose_name_plural": "reports on missions",
                "ordering": ("on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="MissionRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=120, verbose_name="role")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
                (
                    "mission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roles", to="forum.mission"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mission_roles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role", ""), _negated=True), name="mission_role_has_a_name"
                    )
                ],
                "ordering": ("pk",),
            },
        ),
        migrations.AddField(
            model_name="mission",
            name="offer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="missions", to="forum.offer"
            ),
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "text",
                    models.TextField(
                        max_length=20000,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="what came of it",
                    ),
                ),
                ("indicator", models.CharField(blank=True, max_length=200, verbose_name="indicator")),
                ("before", models.CharField(blank=True, max_length=60, verbose_name="before")),
                ("after", models.CharField(blank=True, max_length=60, verbose_name="after")),
                (
                    "lesson",
                    models.TextField(
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="what others can learn from it",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("on", models.DateField(default=django.utils.timezone.localdate)),
                ("practice", models.CharField(blank=True, max_length=300)),
                (
                    "offer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="result", to="forum.offer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), models.Q(("lesson", ""), _negated=True)
                        ),
                        name="result_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("indicator", ""), _negated=True),
                            models.Q(("after", ""), ("before", "")),
                            _connector="OR",
                        ),
                        name="values_have_an_indicator",
                        violation_error_message="Say what the values before and after are values of.",
                    ),
                ],
                "verbose_name": "result of help",
                "verbose_name_plural": "results of help",
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "text",
                    models.TextField(
                        max_length=20000,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="terms of reference",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("asker_agreed_at", models.DateTimeField(blank=True, null=True)),
                ("helper_agreed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="forum.offer"
                    ),
                ),
                (
                    "written_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "number"), name="one_wording_of_terms_per_number"),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="terms_say_something"),
                ],
                "verbose_name": "terms of reference",
                "verbose_name_plural": "terms of reference",
                "ordering": ("-number",),
            },
        ),
    ]
