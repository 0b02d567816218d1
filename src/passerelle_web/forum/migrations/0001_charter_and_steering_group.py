import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import passerelle.dialogue.attribution


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("dialogues", "0003_texts"),
        ("library", "0002_words_can_be_found"),
        ("measures", "0002_screenings_by_two_people"),
        ("people", "0007_delegations_hold_together"),
        ("people", "__first__"),
        ("plans", "0001_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="CharterVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                (
                    "reason",
                    models.TextField(
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="reason",
                    ),
                ),
                (
                    "rotation",
                    models.CharField(
                        choices=[("kind", "kind of member"), ("region", "region of the world")],
                        max_length=8,
                        verbose_name="the chair rotates by",
                    ),
                ),
                ("term_years", models.PositiveSmallIntegerField(verbose_name="years for which a seat is held")),
                (
                    "silence_days",
                    models.PositiveSmallIntegerField(verbose_name="days that a silence procedure lasts at least"),
                ),
                (
                    "attribution",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (passerelle.dialogue.attribution.Rule["RECORD"], "on the record"),
                            (passerelle.dialogue.attribution.Rule["MEMBER"], "to the member, not the person"),
                            (
                                passerelle.dialogue.attribution.Rule["CHATHAM"],
                                "Chatham House rule: neither person nor member",
                            ),
                            (passerelle.dialogue.attribution.Rule["CLOSED"], "closed: for the parties alone"),
                        ],
                        default=passerelle.dialogue.attribution.Rule["MEMBER"],
                        verbose_name="attribution",
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "version of the charter",
                "verbose_name_plural": "versions of the charter",
                "ordering": ("-number",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="charters_count_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="charter_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("term_years__gte", 1), ("term_years__lte", 20)),
                        name="seats_are_held_for_years",
                        violation_error_message="A seat is held for one to twenty years.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("silence_days__gte", 1), ("silence_days__lte", 90)),
                        name="silence_lasts_a_day",
                        violation_error_message="A silence procedure lasts from one day to ninety.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "attribution__in",
                                [
                                    passerelle.dialogue.attribution.Rule["RECORD"],
                                    passerelle.dialogue.attribution.Rule["MEMBER"],
                                    passerelle.dialogue.attribution.Rule["CHATHAM"],
                                    passerelle.dialogue.attribution.Rule["CLOSED"],
                                ],
                            )
                        ),
                        name="charter_rule_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("day", models.DateField(verbose_name="day")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "text",
                    models.TextField(
                        max_length=20000,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="text",
                    ),
                ),
                (
                    "changes",
                    models.TextField(
                        blank=True,
                        max_length=4000,
                        validators=[django.core.validators.MaxLengthValidator(4000)],
                        verbose_name="what it changes",
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("consensus", "by consensus"),
                            ("silence", "by silence"),
                            ("noted", "noted, without objection"),
                        ],
                        max_length=10,
                        verbose_name="how it was taken",
                    ),
                ),
                ("is_closed", models.BooleanField(default=False, verbose_name="for the steering group alone")),
                ("closed_for", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "charter",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoption",
                        to="forum.charterversion",
                        verbose_name="charter that it adopts",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="forum.decision",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "documents",
                    models.ManyToManyField(
                        blank=True, related_name="decisions", to="library.document", verbose_name="documents"
                    ),
                ),
                (
                    "silence",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="dialogues.silence",
                        verbose_name="silence",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("year", "number"), name="one_decision_per_number"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="decisions_count_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("text", ""), _negated=True)
                        ),
                        name="decision_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["consensus", "silence", "noted"])), name="decision_how_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "silence"), ("silence__isnull", False)),
                            models.Q(models.Q(("how", "silence"), _negated=True), ("silence", None)),
                            _connector="OR",
                        ),
                        name="by_silence_names_its_silence",
                        violation_error_message="Choose the text that was adopted by silence, and only for that.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_closed", True), models.Q(("closed_for", ""), _negated=True)),
                            models.Q(("closed_for", ""), ("is_closed", False)),
                            _connector="OR",
                        ),
                        name="closed_for_a_reason",
                        violation_error_message="A closed decision needs a reason, and only a closed one has one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("charter", None), ("is_closed", False), _connector="OR"),
                        name="a_charter_is_adopted_in_public",
                        violation_error_message="A charter is adopted by a decision that everybody reads.",
                    ),
                ],
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ("-year", "-number"),
            },
        ),
        migrations.CreateModel(
            name="Holding",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="seat")),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(verbose_name="until")),
                (
                    "ended_for",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="people.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
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
                        name="seat_kind_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="seats_count_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="seat_ends_after_it_begins",
                        violation_error_message="The end has to come after the beginning.",
                    ),
                ],
                "verbose_name": "seat of the steering group",
                "verbose_name_plural": "seats of the steering group",
                "ordering": ("kind", "number", "since"),
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="presences", to="forum.decision"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="presences", to="people.member"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("decision", "member"), name="present_once")],
                "ordering": ("member__name",),
            },
        ),
        migrations.CreateModel(
            name="SeatShare",
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="forum.charterversion"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "kind"), name="one_share_per_kind"),
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
                        name="share_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("many__gte", 1), ("many__lte", 60)),
                        name="a_share_has_a_seat",
                        violation_error_message="Give one seat to sixty, or none to this kind.",
                    ),
                ],
                "verbose_name": "seats of a kind",
                "verbose_name_plural": "seats of kinds",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("key", models.SlugField(max_length=40)),
                ("heading", models.CharField(max_length=120, verbose_name="heading")),
                (
                    "text",
                    models.TextField(
                        max_length=6000,
                        validators=[django.core.validators.MaxLengthValidator(6000)],
                        verbose_name="text",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="articles", to="forum.charterversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": ("place",),
                "constraints": [
                    models.UniqueConstraint(fields=("version", "place"), name="one_article_per_place"),
                    models.UniqueConstraint(fields=("version", "key"), name="one_article_per_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("heading", ""), _negated=True), models.Q(("text", ""), _negated=True)
                        ),
                        name="article_says_something",
                    ),
                ],
            },
        ),
    ]
