"""Documents with their texts, and the index of everything that can be found.

Writing documents is in `actions`, the index in `index`. Stands on `people`.
"""

import uuid
from datetime import date

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from passerelle_web.library import checking
from passerelle_web.library.reach import PUBLIC
from passerelle_web.people.models import Member, User


class Sort(models.TextChoices):
    """What a document is."""

    TREATY = "treaty", _("Treaty or agreement")
    LAW = "law", _("Act of law")
    RESOLUTION = "resolution", _("Resolution or decision")
    CONCLUSIONS = "conclusions", _("Conclusions or declaration")
    COMMUNICATION = "communication", _("Communication or policy paper")
    REPORT = "report", pgettext_lazy("a document", "Report")
    STUDY = "study", _("Study")
    HANDBOOK = "handbook", _("Handbook or guide")
    MEETING = "meeting", _("Paper of a meeting")
    OTHER = "other", _("Other document")


class State(models.TextChoices):
    """How far the reading of a file is."""

    REFERENCE = "reference", _("Reference only")
    WAITING = "waiting", _("Waiting to be read")
    READING = "reading", _("Being read")
    READ = "read", _("Read")
    FAILED = "failed", _("Could not be read")


class Document(models.Model):
    """A document: its papers, and its file and text where they were handed in.

    `dated` is a day, a month or a year as `2006-07-14`, `2006-07` or `2006`: documents are cited by less than a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=60, null=True, blank=True, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    symbol = models.CharField(_("symbol"), max_length=80, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    dated = models.CharField(_("date"), max_length=10, blank=True, validators=[checking.a_date])
    sort = models.CharField(_("kind"), max_length=20, choices=Sort.choices, default=Sort.OTHER)
    language = models.CharField(_("language"), max_length=2, validators=[checking.a_language])
    languages = models.JSONField(_("also in"), default=list, blank=True, validators=[checking.known_languages])
    themes = models.JSONField(_("themes"), default=list, blank=True, validators=[checking.known_themes])
    places = models.JSONField(_("countries"), default=list, blank=True, validators=[checking.known_places])
    link = models.URLField(_("address"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    reach = models.CharField(_("who may read it"), max_length=80, default=PUBLIC)
    file_name = models.CharField(max_length=200, blank=True)
    stored = models.CharField(max_length=80, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.REFERENCE)
    reason = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, db_index=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-dated", "title")
        constraints = (
            models.CheckConstraint(condition=~models.Q(title=""), name="document_has_a_title"),
            models.CheckConstraint(condition=~models.Q(reach=""), name="document_has_a_reach"),
            models.CheckConstraint(condition=models.Q(sort__in=Sort.values), name="document_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(stored="", state=State.REFERENCE)
                | (~models.Q(stored="") & ~models.Q(state=State.REFERENCE)),
                name="a_reference_has_no_file",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=State.FAILED) & ~models.Q(reason=""))
                | (~models.Q(state=State.FAILED) & models.Q(reason="")),
                name="only_a_failure_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("library:document", args=(self.pk,))

    @property
    def trail_name(self) -> str:
        """The title of what is public; of the rest the trail keeps the key alone."""
        return self.title if self.reach == PUBLIC else ""

    @property
    def day(self) -> date | None:
        """The first day of its date: what it is put in order and found by."""
        return checking.day_of(self.dated)

    @property
    def is_under_way(self) -> bool:
        """Is its file still to be read?"""
        return self.state in (State.WAITING, State.READING)


class Part(models.Model):
    """A page of a document's text, or a stretch of it where it knows no pages."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ("document", "number")
        constraints = (models.UniqueConstraint(fields=("document", "number"), name="one_part_per_number"),)

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"


class Entry(models.Model):
    """What can be found of one thing of any room. `vector` is PostgreSQL's; SQLite's words stand in `Words`."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    also = models.CharField(max_length=600, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    address = models.JSONField()
    themes = models.JSONField(default=list)
    places = models.JSONField(default=list)
    day = models.DateField(null=True)
    reach = models.CharField(max_length=80)
    vector = SearchVectorField(null=True, editable=False)
    title_vector = SearchVectorField(null=True, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "key"), name="one_entry_per_thing"),
            models.CheckConstraint(condition=~models.Q(title=""), name="entry_has_a_title"),
            models.CheckConstraint(condition=~models.Q(reach=""), name="entry_has_a_reach"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page on which it stands, in the reader's language."""
        name, args = self.address
        return reverse(name, args=args)


class Words(models.Model):
    """The stems of an entry in SQLite's FTS5; on PostgreSQL there is no such table. Made by migration 0002."""

    entry = models.OneToOneField(
        Entry,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_column="rowid",
        db_constraint=False,
        related_name="words",
    )
    title = models.TextField()
    body = models.TextField()
    marks = models.TextField()

    class Meta:
        managed = False
        db_table = "library_words"

    def __str__(self) -> str:
        return str(self.pk)
