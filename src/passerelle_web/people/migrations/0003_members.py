"""Members with their departments, and who is in them, each dated.

Holds what Django wrote from `models`. Ground of the site.
"""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_trail_is_fixed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("short_name", models.CharField(max_length=40, verbose_name="short name")),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True, editable=False, max_length=60, unique=True, verbose_name="address"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state", "State"),
                            ("regional", "Regional organisation"),
                            ("international", "United Nations or other international body"),
                            ("diaspora", "Diaspora organisation"),
                            ("civil_society", "Civil society"),
                            ("social_partner", "Social partner"),
                            ("academia", "Academia"),
                            ("private_sector", "Private sector"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=3, verbose_name="country or territory")),
                ("since", models.DateField(verbose_name="member since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="member until")),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("short_name"),
                        name="one_member_per_short_name",
                        violation_error_message="Another member has this short name.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "state"), ("until", None)),
                        fields=("place",),
                        name="one_member_per_state",
                        violation_error_message="This state is a member already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "state",
                                    "regional",
                                    "international",
                                    "diaspora",
                                    "civil_society",
                                    "social_partner",
                                    "academia",
                                    "private_sector",
                                ],
                            )
                        ),
                        name="member_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "state"), models.Q(("place", ""), _negated=True)),
                            models.Q(models.Q(("kind", "state"), _negated=True), ("place", "")),
                            _connector="OR",
                        ),
                        name="states_alone_have_a_place",
                        violation_error_message="A state needs its country or territory, and only a state has one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                        name="member_ends_after_it_begins",
                        violation_error_message="The end has to come after the beginning.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="people.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("member"),
                        django.db.models.functions.text.Lower("name"),
                        name="one_department_per_name",
                        violation_error_message="This member has a department of that name.",
                    )
                ],
                "verbose_name": "department",
                "verbose_name_plural": "departments",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("delegate", "Delegate"),
                            ("observer", "Observer"),
                            ("moderator", "Moderator"),
                            ("chair", "Chair"),
                            ("steering_group", "Steering group"),
                            ("secretariat", "Secretariat"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["member", "until"], name="membership_by_member")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("person", "member", "role"),
                        name="one_open_membership_per_role",
                        violation_error_message="This person has that role in this member already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "delegate",
                                    "observer",
                                    "moderator",
                                    "chair",
                                    "steering_group",
                                    "secretariat",
                                    "administrator",
                                ],
                            )
                        ),
                        name="membership_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="membership_ends_after_it_begins",
                        violation_error_message="The end has to come after the beginning.",
                    ),
                ],
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ("member__name", "role", "since", "pk"),
            },
        ),
    ]
