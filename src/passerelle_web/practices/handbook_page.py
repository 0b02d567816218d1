"""An edition of the handbook as the library composes it: practices in plain words, translated where a translation is.

The web page and the PDF are made from the same. Stands on `queries`.
"""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from passerelle.exchange.practices.records import TOLD, Practice, changed
from passerelle.output.handbook.content import Chosen, Handbook, Tried, compose
from passerelle_web.library.told import place_said
from passerelle_web.practices.models import Edition, Entry, Recommendation, Review
from passerelle_web.practices.queries import entries_of
from passerelle_web.practices.told import KIND
from passerelle_web.texts.cleaning import plain
from passerelle_web.texts.models import Translation

NAMED = 8000  # of an adaptation's letters


def handbook_of(edition: Edition) -> Handbook:
    """The handbook as this edition has it."""
    entries = entries_of(edition)
    translated = _translations(entries, edition)
    reviewers = _reviewers(entries)
    with override(edition.language):
        chosen = [_chosen(entry, edition, translated, reviewers) for entry in entries]
    return compose(
        title=edition.title, language=edition.language, number=edition.number or 0, day=edition.dated,
        introduction=plain(edition.introduction), chosen=chosen,
    )  # fmt: skip


def _translations(entries: Sequence[Entry], edition: Edition) -> dict[str, dict[str, Translation]]:
    """Translations into the edition's language as they stood when it was published, by practice and field.

    Versions of translations are kept, so that an edition reads in ten years as it does today.
    """
    keys = [str(entry.version.practice_id) for entry in entries]
    rows = Translation.objects.filter(subject_kind=KIND, subject_key__in=keys, language=edition.language)
    if edition.published_at is not None:
        rows = rows.filter(made_at__lte=edition.published_at)
    else:
        rows = rows.filter(is_standing=True)
    found: dict[str, dict[str, Translation]] = {}
    for row in rows.order_by("number"):
        found.setdefault(row.subject_key, {})[row.field] = row
    return found


def _reviewers(entries: Sequence[Entry]) -> dict[int, list[str]]:
    """Names of the members that recommended each version, in one query."""
    keys = [entry.version_id for entry in entries]
    rows = Review.objects.filter(version__in=keys, recommendation=Recommendation.ACCEPT).select_related("member")
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.version_id, []).append(row.member.name)
    return found


def _chosen(
    entry: Entry, edition: Edition, translated: Mapping[str, Mapping[str, Translation]],
    reviewers: Mapping[int, Sequence[str]],
) -> Chosen:  # fmt: skip
    version, practice = entry.version, entry.version.practice
    told = translated.get(str(practice.pk), {})
    record = version.record
    # a translation of another version would say what this one does not
    fitting = {name: row.text for name, row in told.items() if not row.is_behind(str(getattr(record, name)))}
    assert version.decided_at is not None
    return Chosen(
        principle=entry.principle, practice=_in_words(record, fitting, edition.language), member=practice.member.name,
        version=version.number, published=version.decided_at.date(), reviewers=tuple(reviewers.get(version.pk, ())),
        reports=tuple(
            Tried(row.member.name, place_said(row.place), row.outcome, plain(row.adapted)[:NAMED])
            for row in practice.seen_reports
        ),
        translated=record.language if "title" in fitting else "",
        address=f"{settings.SITE_ADDRESS}{reverse('practices:version', args=[practice.pk, version.number])}",
        demonstration=practice.is_demonstration,
    )  # fmt: skip


def _in_words(record: Practice, fitting: Mapping[str, str], language: str) -> Practice:
    """The practice with its texts as plain words, in a translation where its title has one."""
    if "title" not in fitting:
        return changed(record, **{name: plain(getattr(record, name)) for name in TOLD})
    texts = {name: plain(fitting.get(name) or getattr(record, name)) for name in TOLD}
    return changed(record, **texts, language=language)
