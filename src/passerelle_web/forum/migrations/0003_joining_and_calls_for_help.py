import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0002_years"),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "need",
                    models.TextField(
                        max_length=20000,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="what help is asked for",
                    ),
                ),
                (
                    "brings",
                    models.TextField(
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="what the member brings itself",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("wanted_languages", models.JSONField(blank=True, default=list, verbose_name="languages of the help")),
                ("theme", models.CharField(max_length=60, verbose_name="theme")),
                ("place", models.CharField(blank=True, max_length=3, verbose_name="country or territory")),
                ("wanted_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("wanted_until", models.DateField(blank=True, null=True, verbose_name="to")),
                ("is_public", models.BooleanField(default=True, verbose_name="read by everybody")),
                ("made_on", models.DateField(default=django.utils.timezone.localdate)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "closed_for",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="reason",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="measures.measure",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="help_requests", to="people.member"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("need", ""), _negated=True),
                            models.Q(("brings", ""), _negated=True),
                        ),
                        name="help_says_with_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wanted_from", None),
                            ("wanted_until", None),
                            ("wanted_until__gte", models.F("wanted_from")),
                            _connector="OR",
                        ),
                        name="help_ends_after_it_begins",
                        violation_error_message="The end has to come after the beginning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_for", ""), ("closed_on", None)),
                            models.Q(("closed_on__isnull", False), models.Q(("closed_for", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="help_is_closed_for_a_reason",
                    ),
                ],
                "verbose_name": "request for help",
                "verbose_name_plural": "requests for help",
                "ordering": ("-made_on", "title"),
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.TextField(
                        max_length=20000,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="what is offered",
                    ),
                ),
                (
                    "pays",
                    models.TextField(
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="who pays for what",
                    ),
                ),
                ("begins", models.DateField(blank=True, null=True, verbose_name="from")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="to")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("made_on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for an answer"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True)),
                (
                    "why",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="reason",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="help_offers", to="people.member"
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans.pledge",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="forum.helprequest"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("open", "accepted"))),
                        fields=("request", "member"),
                        name="one_standing_offer_per_member",
                        violation_error_message="This member has an offer that stands already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what", ""), _negated=True), models.Q(("pays", ""), _negated=True)
                        ),
                        name="offer_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins", None), ("ends", None), ("ends__gte", models.F("begins")), _connector="OR"
                        ),
                        name="offer_ends_after_it_begins",
                        violation_error_message="The end has to come after the beginning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on", None), ("state", "open")),
                            models.Q(("decided_on__isnull", False), ("state__in", ("accepted", "withdrawn"))),
                            models.Q(
                                ("decided_on__isnull", False),
                                ("state", "declined"),
                                models.Q(("why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="offer_is_declined_for_a_reason",
                    ),
                ],
                "verbose_name": "offer of help",
                "verbose_name_plural": "offers of help",
                "ordering": ("made_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="first day without")),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="reason",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("made_on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawals", to="people.member"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("member", "on"), name="one_withdrawal_per_day")],
                "verbose_name": "withdrawal",
                "verbose_name_plural": "withdrawals",
                "ordering": ("-on", "member__name"),
            },
        ),
        migrations.CreateModel(
            name="Ability",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("theme", models.CharField(max_length=60, verbose_name="theme")),
                (
                    "what",
                    models.TextField(
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="what you can help with",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("languages", models.JSONField(blank=True, default=list, verbose_name="languages of the help")),
                ("since", models.DateField(default=django.utils.timezone.localdate)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="abilities", to="people.member"
                    ),
                ),
            ],
            options={
                "verbose_name": "help that a member can give",
                "verbose_name_plural": "help that members can give",
                "ordering": ("theme", "member__name", "pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("what", ""), _negated=True), name="ability_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="ability_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("short_name", models.CharField(max_length=40, verbose_name="short name")),
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
                (
                    "what",
                    models.TextField(
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="what it is",
                    ),
                ),
                (
                    "why",
                    models.TextField(
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="why it asks to take part",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("made_on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for an answer"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="answer",
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "member",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application",
                        to="people.member",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="applications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ("-made_on", "name"),
                "constraints": [
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
                        name="application_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("short_name", ""), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            models.Q(("what", ""), _negated=True),
                        ),
                        name="application_says_who_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "state"), models.Q(("place", ""), _negated=True)),
                            models.Q(models.Q(("kind", "state"), _negated=True), ("place", "")),
                            _connector="OR",
                        ),
                        name="states_alone_apply_with_a_place",
                        violation_error_message="A state needs its country or territory, and only a state has one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_on", None), ("member", None), ("state", "open")),
                            models.Q(("answered_on__isnull", False), ("member", None), ("state", "withdrawn")),
                            models.Q(
                                ("answered_on__isnull", False),
                                ("member", None),
                                ("state", "declined"),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            models.Q(("answered_on__isnull", False), ("member__isnull", False), ("state", "accepted")),
                            _connector="OR",
                        ),
                        name="an_application_is_answered_for_a_reason",
                    ),
                ],
            },
        ),
    ]
