"""What differs between two texts, word by word: pieces that are the same, added or removed.

Long texts are laid paragraph against paragraph first, so that 20,000 words take no longer than a page may. Holds no
markup; that is the template tag of this room. Stands on nothing.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]
Span = tuple[int, int, int, int]
QUICK = 250_000  # pairs of words that are compared one by one
_WORDS = re.compile(r"\s+|[^\W_]+|[\W_]", re.UNICODE)
_PARAGRAPHS = re.compile(r"[^\n]*\n+|[^\n]+")
_SENTENCES = re.compile(r".+?(?:[.;:!?؟؛。]+\s+|$)", re.DOTALL)
_FINER: tuple[re.Pattern[str], ...] = (_PARAGRAPHS, _SENTENCES, _WORDS)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both have, or that one of them has."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """The pieces from which both texts can be put together again, in their order.

    The same and the removed make up the text before; the same and the added make up the text after. What was removed
    stands before what was added in its place.

    >>> [(piece.kind, piece.text) for piece in differences("a red door", "a green door")]
    [('same', 'a '), ('removed', 'red'), ('added', 'green'), ('same', ' door')]
    """
    return list(_joined(_readable(list(_joined(_compared(before, after, 0))))))


def _compared(before: str, after: str, level: int) -> Iterator[Piece]:
    """Aligned by the pieces of a level; what differs is compared by finer ones, words last."""
    if before == after or not before or not after:
        yield from _plain(before, after)
        return
    ours, theirs = _FINER[level].findall(before), _FINER[level].findall(after)
    is_last = level == len(_FINER) - 1
    for tag, (a, b, c, d) in _steps(ours, theirs):
        one, other = "".join(ours[a:b]), "".join(theirs[c:d])
        if tag == "equal" or is_last:
            yield from _plain(one, other)
        else:
            yield from _compared(one, other, level + 1)


def _plain(before: str, after: str) -> Iterator[Piece]:
    if before == after:
        yield Piece("same", before)
        return
    yield Piece("removed", before)
    yield Piece("added", after)


def _steps(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[str, Span]]:
    """Stretches that are equal and stretches that are not, over both lists."""
    at, to = 0, 0
    for a, c, size in _matches(ours, theirs, 0, len(ours), 0, len(theirs)):
        if at < a or to < c:
            yield "differ", (at, a, to, c)
        yield "equal", (a, a + size, c, c + size)
        at, to = a + size, c + size
    if at < len(ours) or to < len(theirs):
        yield "differ", (at, len(ours), to, len(theirs))


def _matches(
    ours: Sequence[str], theirs: Sequence[str], a: int, b: int, c: int, d: int
) -> Iterator[tuple[int, int, int]]:  # fmt: skip
    """Where both lists run alike, as (start here, start there, length): ends first, then what stands once in each."""
    start = _run(lambda n: a + n < b and c + n < d and ours[a + n] == theirs[c + n])
    if start:
        yield a, c, start
    a, c = a + start, c + start
    tail = _run(lambda n: b - n > a and d - n > c and ours[b - n - 1] == theirs[d - n - 1])
    yield from _middle(ours, theirs, a, b - tail, c, d - tail)
    if tail:
        yield b - tail, d - tail, tail


def _run(goes_on: Callable[[int], bool]) -> int:
    length = 0
    while goes_on(length):
        length += 1
    return length


def _middle(
    ours: Sequence[str], theirs: Sequence[str], a: int, b: int, c: int, d: int
) -> Iterator[tuple[int, int, int]]:  # fmt: skip
    if a >= b or c >= d:
        return
    if (b - a) * (d - c) <= QUICK:
        found = SequenceMatcher(None, ours[a:b], theirs[c:d], autojunk=False).get_matching_blocks()
        yield from ((a + one.a, c + one.b, one.size) for one in found if one.size)
        return
    anchors = _anchors(ours, theirs, a, b, c, d)
    if not anchors:  # nothing holds the two together: the whole stretch was written anew
        return
    for here, there in [*anchors, (b, d)]:
        if here > a or there > c:
            yield from _matches(ours, theirs, a, here, c, there)
        if here < b and there < d:
            yield here, there, 1
        a, c = here + 1, there + 1


def _anchors(ours: Sequence[str], theirs: Sequence[str], a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """What stands exactly once on either side, as many as keep their order (patience sorting)."""
    once = _once(ours, a, b)
    there = _once(theirs, c, d)
    pairs = sorted((once[word], there[word]) for word in once.keys() & there.keys())
    return _rising(pairs)


def _once(words: Sequence[str], start: int, end: int) -> dict[str, int]:
    counts = Counter(words[start:end])
    return {words[at]: at for at in range(start, end) if counts[words[at]] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rise on both sides."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_here, there) in enumerate(pairs):
        place = bisect_left(ends, there)
        before.append(last[place - 1] if place else -1)
        ends[place:], last[place:] = [there, *ends[place + 1 :]], [at, *last[place + 1 :]]
    found: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _readable(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """A space alone between two changes belongs to both: "red house" for "blue home" is one change, not two."""
    for at, piece in enumerate(pieces):
        between = 0 < at < len(pieces) - 1 and pieces[at - 1].kind != "same" != pieces[at + 1].kind
        if piece.kind == "same" and between and not piece.text.strip() and "\n" not in piece.text:
            yield Piece("removed", piece.text)
            yield Piece("added", piece.text)
        else:
            yield piece


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece; within a change, what was removed stands first."""
    held: dict[Kind, list[str]] = {"removed": [], "added": [], "same": []}
    for piece in pieces:
        if not piece.text:
            continue
        if piece.kind == "same":
            yield from _let_out(held, "removed", "added")
        else:
            yield from _let_out(held, "same")
        held[piece.kind].append(piece.text)
    yield from _let_out(held, "removed", "added", "same")


def _let_out(held: dict[Kind, list[str]], *kinds: Kind) -> Iterator[Piece]:
    for kind in kinds:
        if held[kind]:
            yield Piece(kind, "".join(held[kind]))
            held[kind] = []
