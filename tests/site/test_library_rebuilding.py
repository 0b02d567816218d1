"""The index made anew: the same as what the actions wrote, without what stands for nothing, in batches.

Covers `passerelle_web.library.rebuilding`, its command, `index.keep_all`, and what each room tells it.
"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import speaking_actions
from passerelle_web.dialogues.models import Contribution, Dialogue
from passerelle_web.dialogues.shown import KIND
from passerelle_web.forum import founding as charter
from passerelle_web.library import index, rebuilding, searching
from passerelle_web.library.engines.rows import HELD, marks_of
from passerelle_web.library.models import Entry, Words
from tests.site.dialogues_makers import delegation, dialogue, said
from tests.site.library_makers import findable, kept, upload

pytestmark = pytest.mark.django_db


def _index() -> dict[tuple[str, str], tuple[object, ...]]:
    """All that is kept, by kind and key; on SQLite with the words."""
    names = [*HELD, "title_vector"] if connection.vendor == "postgresql" else list(HELD)
    found = {(one.kind, one.key): tuple(getattr(one, name) for name in names) for one in Entry.objects.all()}
    if connection.vendor != "postgresql":
        for one in Words.objects.select_related("entry"):
            found[one.entry.kind, one.entry.key] += (one.title, one.body, one.marks)
    return found


@pytest.fixture
def filled():
    """A document that was read, a charter, a dialogue with something said, hidden and closed."""
    charter.fill()
    kept(file=upload())
    talk = dialogue("Water for the season")
    who, of = delegation(talk, "well")
    for text in ("The wells should be shared.", "*Each* season is short.", "This is withdrawn."):
        last = said(talk, who, of, text)
    speaking_actions.hide(contribution=last, reason="A mistake.", by=who)
    closed = dialogue("Behind doors", rule=Rule.CLOSED)
    said(closed, *delegation(closed, "quiet"), "Nobody hears of these wells.")
    return talk


def test_it_is_what_the_actions_wrote(filled):
    before = _index()
    Entry.objects.all().delete()
    told_of = list(rebuilding.rebuild(batch=2))
    assert _index() == before
    assert {one.kind for one in told_of} == set(rebuilding.kinds())
    assert all(one.done <= one.of for one in told_of)
    list(rebuilding.rebuild(batch=1))  # once more changes nothing
    assert _index() == before


def test_it_removes_what_stands_for_nothing_and_what_is_hidden(filled):
    row = Contribution.objects.filter(is_hidden=False).first()
    findable(row.pk, "Strange", kind=KIND)  # a title that is not its own
    findable("no key at all", "Strange", kind=KIND)
    findable("elsewhere", "Of a room that is not here", kind="village.note")
    hidden = Contribution.objects.filter(is_hidden=True).first()
    findable(hidden.pk, "Strange", kind=KIND)
    removed = sum(one.removed for one in rebuilding.rebuild([KIND]))
    assert removed == 2
    assert not Entry.objects.filter(title="Strange").exists()
    assert Entry.objects.filter(kind="village.note").exists(), "of other kinds nothing is touched"


def test_reach_is_of_the_moment(filled):
    """What was closed past the actions, as by a restore, is public in no entry afterwards."""
    assert len(searching.find("shared wells", None).rows) == 1
    Dialogue.objects.filter(pk=filled.pk).update(is_public=False)
    list(rebuilding.rebuild())
    mine = Entry.objects.filter(title=filled.title)
    assert mine.count() == 3 and set(mine.values_list("reach", flat=True)) == {f"dialogue:{filled.pk}"}
    assert not searching.find("shared wells", None).rows
    assert not searching.find("nobody hears", None).rows


def test_the_command_tells_how_far_it_is(filled):
    told, out = StringIO(), StringIO()
    call_command("rebuild_index", kind=["library.document"], batch=1, stderr=told, stdout=out)
    assert "library.document: 1 of 1" in told.getvalue()
    assert "The index is made anew" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("rebuild_index", "--kind", "village.nothing")


def test_many_are_kept_as_one_is():
    text = "Nurses came back to the village. " * 20
    given = {"kind": "village.note", "language": "en", "reach": "public", "address": ("library:documents", ())}
    index.keep(key="one", title="Nurses", text=text, themes=["b", "a"], **given)
    index.keep_all(
        [index.Thing(key=key, title="Nurses", text=text, themes=["a", "b"], **given) for key in ("one", "two")]
    )
    index.keep_all([])
    one, two = _index()["village.note", "one"], _index()["village.note", "two"]
    assert one == two
    assert [row.kind for row in searching.find("nurse village", None).rows] == ["village.note"] * 2
    entry = Entry.objects.get(key="two")
    assert "xthemea" in marks_of(entry)


def test_a_text_too_rich_does_not_spoil_the_others():
    rich = " ".join(f"word{number}of{number * 7919}rich" for number in range(90_000))
    given = {"kind": "village.note", "language": "", "reach": "public", "address": ("library:documents", ())}
    index.keep_all([
        index.Thing(key="rich", title="Rich", text=rich, **given), index.Thing(key="poor", title="Poor", text="wells", **given)
    ])  # fmt: skip
    assert {row.pk for row in searching.find("wells", None).rows} == {Entry.objects.get(key="poor").pk}
    assert searching.find("word1of7919rich", None).rows, "the words of its beginning are kept"
