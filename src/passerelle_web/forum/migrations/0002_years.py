import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0001_charter_and_steering_group"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cycle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="year")),
                ("begins", models.DateField(verbose_name="begins")),
                ("ends", models.DateField(verbose_name="ends")),
                ("chair_group", models.CharField(blank=True, max_length=60)),
                (
                    "chair_reason",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="reason",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=20000,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="note",
                    ),
                ),
                ("note_language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                ("handed_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("closing", models.JSONField(blank=True, null=True)),
                (
                    "chair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="years",
                        to="people.member",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2200)),
                        name="a_year_of_our_time",
                        violation_error_message="Write the year with four digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("begins"))),
                        name="year_ends_after_it_begins",
                        violation_error_message="The end has to come after the beginning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chair", None), models.Q(("chair_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="a_chair_is_chosen_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on", None), ("closing", None)),
                            models.Q(
                                ("closed_on__isnull", False), ("closing__isnull", False), ("handed_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_year_is_closed_after_its_handover",
                    ),
                ],
                "verbose_name": "year of the forum",
                "verbose_name_plural": "years of the forum",
                "ordering": ("-year",),
            },
        ),
        migrations.CreateModel(
            name="CycleDialogue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="held", to="forum.cycle"
                    ),
                ),
                (
                    "dialogue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="years", to="dialogues.dialogue"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cycle", "dialogue"),
                        name="a_dialogue_once_a_year",
                        violation_error_message="This dialogue belongs to the year already.",
                    )
                ],
                "ordering": ("dialogue__begins", "dialogue__title"),
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("title", models.CharField(max_length=200, verbose_name="what")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deadlines", to="forum.cycle"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="deadline_says_what")
                ],
                "verbose_name": "deadline",
                "verbose_name_plural": "deadlines",
                "ordering": ("day", "pk"),
            },
        ),
        migrations.CreateModel(
            name="HandoverItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300, verbose_name="what is handed over")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handover", to="forum.cycle"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="handover_says_what")
                ],
                "verbose_name": "line of the handover",
                "verbose_name_plural": "lines of the handover",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ThemeProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="theme")),
                (
                    "reason",
                    models.TextField(
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="reason",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("theme", models.CharField(max_length=60, verbose_name="belongs to")),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("chosen", "chosen"),
                            ("not_chosen", "not chosen"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="proposed",
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
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="forum.cycle"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="theme_proposals", to="people.member"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                        ),
                        name="theme_is_proposed_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on", None), ("state", "proposed")),
                            models.Q(("decided_on__isnull", False), ("state", "withdrawn")),
                            models.Q(
                                ("decided_on__isnull", False),
                                ("state__in", ("chosen", "not_chosen")),
                                models.Q(("why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="theme_is_chosen_for_a_reason",
                    ),
                ],
                "verbose_name": "proposed theme",
                "verbose_name_plural": "proposed themes",
                "ordering": ("proposed_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ThemeSupport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(default=django.utils.timezone.localdate)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="theme_supports", to="people.member"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="supports", to="forum.themeproposal"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("proposal", "member"),
                        name="one_open_support_per_member",
                        violation_error_message="This member supports the theme already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="support_ends_after_it_begins",
                    ),
                ],
                "ordering": ("since", "pk"),
            },
        ),
        migrations.CreateModel(
            name="YearSeats",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("many", models.PositiveSmallIntegerField(verbose_name="seats")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stakeholder_seats", to="forum.cycle"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "kind"), name="one_line_of_seats_per_kind"),
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
                        name="year_seat_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "state"), _negated=True),
                        name="stakeholders_are_no_states",
                        violation_error_message="These seats are for members that are no states.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("many__lte", 200)), name="seats_of_a_year_are_countable"
                    ),
                ],
                "verbose_name": "seats of stakeholders",
                "verbose_name_plural": "seats of stakeholders",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="YearSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked for"),
                            ("given", "given"),
                            ("declined", "not given"),
                            ("laid_down", "laid down"),
                        ],
                        default="asked",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="year_seats", to="people.member"
                    ),
                ),
                (
                    "seats",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asked", to="forum.yearseats"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("asked", "given"))),
                        fields=("seats", "member"),
                        name="one_year_seat_per_member",
                        violation_error_message="This member has asked for a seat already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on", None), ("state", "asked")),
                            models.Q(("decided_on__isnull", False), ("state__in", ("given", "laid_down"))),
                            models.Q(
                                ("decided_on__isnull", False),
                                ("state", "declined"),
                                models.Q(("why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_seat_is_declined_for_a_reason",
                    ),
                ],
                "verbose_name": "seat of a stakeholder",
                "verbose_name_plural": "seats of stakeholders",
                "ordering": ("asked_on", "pk"),
            },
        ),
    ]
