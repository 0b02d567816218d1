"""Tables fitted to margins: iterative proportional fitting and conditional maximisation, in any number of dimensions.

A margin is named by the axes that it keeps: (0,) rows, (1,) columns, (0, 2) origin by birthplace. An axis may be kept
by groups of its places, `grouped(1, "AABB")`, so that totals of blocks and stripes are margins as well. Any of them may
be left out. Knows nothing of migration. Stands on `base`.

Sources: Deming and Stephan (1940), Annals of Mathematical Statistics 11(4); Willekens (1999), Population 11(4), for
the parameters; Raymer and Abel (2008) for net totals.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from passerelle.base.errors import ModelError
from passerelle.base.threads import one_thread

Array = NDArray[np.float64]
Groups = NDArray[np.int64]  # the group of each place, numbered from 0
DISAGREEMENT = 1e-9  # of a total: two margins further apart than this describe different people


class Grouped(NamedTuple):
    """An axis of which a margin knows totals by groups; `group` numbers the group of each of its places, from 0."""

    axis: int
    group: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many groups there are."""
        return max(self.group, default=-1) + 1


Axes = tuple[int | Grouped, ...]


def grouped(axis: int, labels: Sequence[Hashable]) -> Grouped:
    """An axis kept by groups: `labels` has the group of each place, and groups stand in the order of their first place.

    With three regions of 2, 3 and 2 places, (grouped(0, "AABBBCC"), grouped(1, "AABBBCC")) names the margin of shape
    (3, 3) of the blocks, (0, grouped(1, "AABBBCC")) that of shape (7, 3) of the stripes.
    """
    order = list(dict.fromkeys(labels))
    return Grouped(axis, tuple(order.index(label) for label in labels))


@dataclass(frozen=True)
class Fit:
    """A fitted table, the factor of each margin, and how well it meets the margins.

    `error` is the largest distance from a margin's cell, relative to the largest cell of that margin; `settled` says
    whether it fell below the tolerance within the steps allowed.
    """

    table: Array
    factors: Mapping[Axes, Array]
    error: float
    steps: int
    settled: bool


@one_thread()
def fitted(seed: Any, margins: Mapping[Axes, Any], *, tolerance: float = 1e-10, most_steps: int = 10_000) -> Fit:
    """Fit a table to its margins by iterative proportional fitting, keeping the seed's interactions and zeros.

    Parameters
    ----------
    seed : non-negative table of any shape, persons or relative chances.
    margins : for each set of axes the totals over all other axes, persons, of shape `seed.shape` at those axes, or as
        many as there are groups where an axis is `grouped`.
    tolerance : largest error of a margin's cell, relative to its largest cell, at which the fit has settled.
        most_steps : rounds over all margins after which it is given up, and `settled` is false.

    Raises
    ------
    ModelError : a margin's shape does not fit, a cell is negative or not finite, totals disagree (both are named), or
        a margin wants people where the seed has none.

    Source: Deming and Stephan (1940).
    """
    table = np.array(seed, dtype=float)
    wanted = checked_margins(table, margins)
    factors = {axes: np.ones(target.shape) for axes, target in wanted.items()}
    error, step = _error(table, wanted), 0
    while error > tolerance and step < most_steps:
        step += 1
        for axes, target in wanted.items():
            ratio = _ratio(target, _sums(table, axes))
            with np.errstate(over="ignore"):  # where no table meets the margins, factors grow for ever
                factors[axes] = factors[axes] * ratio
            table *= _spread(ratio, axes, table.ndim)
        error = _error(table, wanted)
    return Fit(table, factors, error, step, error <= tolerance)


@one_thread()
def maximised(seed: Any, margins: Mapping[Axes, Any], *, tolerance: float = 1e-10, most_steps: int = 10_000) -> Fit:
    """The same fit by conditional maximisation: each margin's factors in turn, the table itself made at the end.

    With the other factors held, the likelihood of Poisson counts is largest at α_i = r_i / Σ_j β_j m_ij, and so for
    every margin. With total margins of a table in three dimensions, the seed is first summed over what no margin keeps,
    so that each step costs two dimensions. Arguments and errors as in `fitted`.

    Source: Willekens (1999).
    """
    table = np.array(seed, dtype=float)
    wanted = checked_margins(table, margins)
    kept = sorted({axis for axes in wanted for axis in _numbers(axes)})
    small = _sums(table, tuple(kept))
    factors = {axes: np.ones(target.shape) for axes, target in wanted.items()}
    error, step = np.inf if wanted else 0.0, 0
    while error > tolerance and step < most_steps:
        step, error = step + 1, 0.0
        for axes, target in wanted.items():
            expected = _expected(small, kept, {other: factors[other] for other in wanted if other != axes}, axes)
            off = np.abs(factors[axes] * expected - target).max(initial=0.0)
            error = max(error, float(off) / max(float(target.max(initial=0.0)), 1e-300))
            factors[axes] = _ratio(target, expected)
        if not np.isfinite(error):  # where no table meets the margins, factors grow for ever
            break
    with np.errstate(over="ignore", invalid="ignore"):
        for axes, factor in factors.items():
            table = table * _spread(factor, axes, table.ndim)
    error = _error(table, wanted)
    return Fit(table, factors, error, step, error <= tolerance)


def with_fixed_diagonal(
    seed: Any, margins: Mapping[Axes, Any], diagonal: Any, *, tolerance: float = 1e-10, most_steps: int = 10_000
) -> Fit:
    """Fit the cells off the first two axes' diagonal; those on it are given (quasi-independence).

    Parameters
    ----------
    seed : (n, n, …). diagonal : (n, …), persons in the cells [i, i, …]. The others as in `fitted`.

    Raises
    ------
    ModelError : a table that is not square in its first two axes, a diagonal of another shape, with a cell below zero
        or larger than a margin allows; what `fitted` refuses.
    """
    table, given = np.array(seed, dtype=float), np.array(diagonal, dtype=float)
    if table.ndim < 2 or table.shape[0] != table.shape[1] or given.shape != table.shape[1:]:
        raise ModelError(
            f"A diagonal of shape (n, …) is fixed in a table (n, n, …); found {given.shape}, {table.shape}."
        )
    _refuse_odd(given, "diagonal")
    fixed = np.zeros_like(table)
    along = np.arange(table.shape[0])
    fixed[along, along] = given
    table[along, along] = 0.0
    left = {}
    for axes, target in margins.items():
        values = _read_margin(table.shape, axes, target)
        rest = values - _sums(fixed, axes)
        if (rest < -1e-9 * max(1.0, float(values.max(initial=0.0)))).any():
            raise ModelError(f"The diagonal given is larger than the margin over {_named(axes)} allows.")
        left[axes] = np.maximum(rest, 0.0)
    fit = fitted(table, left, tolerance=tolerance, most_steps=most_steps)
    return Fit(fit.table + fixed, fit.factors, fit.error, fit.steps, fit.settled)


@one_thread()
def with_net_totals(
    seed: Any, net: Any, *, total: float | None = None, tolerance: float = 1e-10, most_steps: int = 10_000
) -> Fit:
    """A table of moves whose column sums less row sums are given net totals, as near the seed as may be.

    y_ij = s · a_i m_ij / a_j; each a_i is the positive root of a² A_i + net_i a − B_i = 0 with A_i = Σ_j m_ij / a_j
    and B_i = Σ_j a_j m_ji. `total` fixes the sum of all moves as well (the factor s).

    Parameters
    ----------
    seed : square non-negative table (n, n). net : (n,) persons, gains positive, summing to zero. total : persons, at
        least the gains. tolerance : largest error of a net total, relative to the largest, at which the fit has
        settled.

    Raises
    ------
    ModelError : no square table, net totals that are no numbers or do not sum to zero, a place that by the seed nobody
        can leave (or reach) and whose net total wants it, a total below the sum of all gains.

    Source: Raymer and Abel (2008).
    """
    table, wanted = np.array(seed, dtype=float), np.array(net, dtype=float)
    _refuse_net(table, wanted, total)
    scale, parameters, error, step = 1.0, np.ones(len(wanted)), np.inf, 0
    size = max(float(np.abs(wanted).max(initial=0.0)), 1e-300)
    made = table
    while error > tolerance and step < most_steps:
        step += 1
        out, into = scale * (table @ (1 / parameters)), scale * (parameters @ table)
        # half a step: whole Jacobi steps may swing for ever
        parameters = np.sqrt(parameters * _positive_root(out, wanted, into))
        parameters /= np.exp(np.mean(np.log(parameters)))
        made = scale * parameters[:, None] * table / parameters[None, :]
        if total is not None:
            scale *= total / made.sum()
            made *= total / made.sum()
        if not np.isfinite(made).all():
            break
        error = float(np.abs(made.sum(0) - made.sum(1) - wanted).max(initial=0.0)) / size
        if not wanted.any():
            error = float(np.abs(made.sum(0) - made.sum(1)).max(initial=0.0)) / max(float(made.sum()), 1e-300)
    return Fit(made, {(0,): parameters}, error, step, error <= tolerance)


def _positive_root(out: Array, net: Array, into: Array) -> Array:
    """Of out a² + net a − into = 0, where what leaves is out·a and what arrives into / a; 1 where nobody does either.

    Written without a difference of near equals, so that a place that only loses, or only gains, has its root too.
    """
    root = np.sqrt(net**2 + 4 * out * into)
    above, below = np.where(net > 0, 2 * into, root - net), np.where(net > 0, net + root, 2 * out)
    found: Array = np.divide(above, below, out=np.ones_like(net), where=below > 0)
    return found


def _refuse_net(table: Array, net: Array, total: float | None) -> None:
    _refuse_odd(table, "seed")
    if table.ndim != 2 or table.shape[0] != table.shape[1] or net.shape != table.shape[:1]:
        raise ModelError(f"A square table and one net total a place are needed; found {table.shape}, {net.shape}.")
    if not np.isfinite(net).all():
        raise ModelError("The net totals hold a cell that is missing or infinite.")
    if abs(net.sum()) > DISAGREEMENT * max(1.0, float(np.abs(net).sum())):
        raise ModelError(f"Net totals must sum to zero, as nobody leaves the world; they sum to {net.sum():,.6g}.")
    out, into = table.sum(1), table.sum(0)
    off = np.diag(table)
    leave, arrive = out - off > 0, into - off > 0
    for stuck, way in (
        ((net > 0) & ~arrive, "reach it"), ((net < 0) & ~leave, "leave it"),
        ((net >= 0) & ~arrive & leave, "reach it, though some leave"),
        ((net <= 0) & arrive & ~leave, "leave it, though some reach it"),
    ):  # fmt: skip
        if stuck.any():
            at = int(np.flatnonzero(stuck)[0])
            raise ModelError(
                f"Place {at} has the net total {net[at]:,.6g}, but by the seed nobody can {way}. "
                "Give the seed a positive cell there, or correct the net total."
            )
    gains = float(np.maximum(net, 0).sum())
    if total is not None and not gains <= total < np.inf:
        raise ModelError(f"The total of all moves is {total:,.6g}, less than the {gains:,.6g} that places gain.")
    if total is not None and total > 0 and not table.any():
        raise ModelError("The seed holds no move to scale.")


def in_whole_numbers(values: Any) -> Array:
    """Values in whole numbers, with the sum of all as it was (rounded): largest remainders are rounded up.

    Of equal remainders the first is rounded up, so that the same values always give the same numbers. Values may be
    below zero, as net migration is: [-1.5, 0.5, 1.0] becomes [-1, 0, 1].

    Parameters
    ----------
    values : table of any shape, persons.

    Raises
    ------
    ModelError : a cell that is missing or infinite.
    """
    table = np.array(values, dtype=float)
    if not np.isfinite(table).all():
        raise ModelError("A cell that is missing or infinite cannot be rounded.")
    whole: Array = np.floor(table)
    short = int(np.rint(table.sum()) - whole.sum())
    order = np.argsort(-(table - whole), axis=None, kind="stable")
    whole.flat[order[:short]] += 1
    return whole


def checked_margins(table: Array, margins: Mapping[Axes, Any]) -> dict[Axes, Array]:
    """The margins as arrays, after every check that can be made before a fit."""
    _refuse_odd(table, "seed")
    wanted: dict[Axes, Array] = {}
    for axes, target in margins.items():
        values = _read_margin(table.shape, axes, target)
        empty = (values > 0) & (_sums(table, axes) <= 0)
        if empty.any():
            at = tuple(int(place) for place in np.argwhere(empty)[0])
            raise ModelError(
                f"The margin over {_named(axes)} wants {values[at]:,.6g} at {at}, where the seed has nothing to scale. "
                "Give the seed a positive cell there, or take the place out."
            )
        wanted[axes] = values
    _refuse_disagreement(wanted, table.shape)
    return wanted


def _read_margin(shape: Sequence[int], axes: Axes, target: Any) -> Array:
    """A margin as an array, if the table has such axes and groups and the margin their shape."""
    numbers = _numbers(axes)
    if numbers != tuple(sorted(set(numbers))) or not all(0 <= axis < len(shape) for axis in numbers):
        raise ModelError(f"{numbers} are not axes of a table with {len(shape)} dimensions, in rising order.")
    for kept in axes:
        if isinstance(kept, Grouped) and len(kept.group) != shape[kept.axis]:
            raise ModelError(
                f"Axis {kept.axis} has {shape[kept.axis]} places, and {len(kept.group)} have a group. Give one a place."
            )
    values = np.array(target, dtype=float)
    wanted = tuple(kept.size if isinstance(kept, Grouped) else shape[kept] for kept in axes)
    if values.shape != wanted:
        raise ModelError(f"The margin over {_named(axes)} has shape {values.shape}; the table wants {wanted}.")
    _refuse_odd(values, f"margin over {_named(axes)}")
    return values


def _refuse_disagreement(wanted: Mapping[Axes, Array], shape: Sequence[int]) -> None:
    """Two margins must have the same sums over the axes (or the groups) that both keep; over none, the same total."""
    for (axes, target), (other, second) in combinations(wanted.items(), 2):
        mine, theirs = _numbers(axes), _numbers(other)
        common = tuple(axis for axis in mine if axis in theirs)
        here = _sums(target, [mine.index(axis) for axis in common])
        there = _sums(second, [theirs.index(axis) for axis in common])
        pairs = [(axes[mine.index(axis)], other[theirs.index(axis)]) for axis in common]
        for place, (one, another) in enumerate(pairs):
            near, far = _together(one, another, shape[common[place]])
            here, there = _by_group(here, place, near), _by_group(there, place, far)
        off = np.abs(here - there) > DISAGREEMENT * max(1.0, float(np.abs(here).max(initial=0.0)))
        if off.any():
            at = tuple(int(place) for place in np.argwhere(off)[0])
            by = "groups of axes" if any(isinstance(kept, Grouped) for pair in pairs for kept in pair) else "axes"
            where = f" at {at} of {by} {common}" if common else ""
            raise ModelError(
                f"Margins disagree{where}: over {_named(axes)} they sum to {here[at]:,.6f}, over {_named(other)} to "
                f"{there[at]:,.6f}. Both must count the same people."
            )


def _together(one: int | Grouped, other: int | Grouped, places: int) -> tuple[Groups, Groups]:
    """The finest groups that two ways to keep an axis both know, as the group of each cell of either.

    Groups that overlap are known together alone: AAB and ABB have only the whole in common.
    """
    first, second = (np.asarray(kept.group if isinstance(kept, Grouped) else range(places)) for kept in (one, other))
    n, m = (int(group.max(initial=-1)) + 1 for group in (first, second))
    ties = coo_array((np.ones(places), (first, n + second)), shape=(n + m, n + m))
    label = connected_components(ties, directed=False)[1].astype(np.int64)
    return label[:n], label[n:]


def _refuse_odd(values: Array, what: str) -> None:
    if not np.isfinite(values).all():
        raise ModelError(f"The {what} holds a cell that is missing or infinite.")
    if (values < 0).any():
        at = tuple(int(place) for place in np.argwhere(values < 0)[0])
        raise ModelError(f"The {what} holds {values[at]:,.6g} at {at}; counts cannot be below zero.")


def _numbers(axes: Axes) -> tuple[int, ...]:
    return tuple(kept.axis if isinstance(kept, Grouped) else kept for kept in axes)


def _named(axes: Axes) -> str:
    by = [str(kept.axis) for kept in axes if isinstance(kept, Grouped)]
    return f"axes {_numbers(axes)}" + (f" by groups of {' and '.join(by)}" if by else "")


def _sums(table: Array, axes: Sequence[int | Grouped]) -> Array:
    numbers = _numbers(tuple(axes))
    over = tuple(axis for axis in range(table.ndim) if axis not in numbers)
    return _grouped(np.asarray(table.sum(axis=over)), axes)


def _grouped(values: Array, axes: Sequence[int | Grouped]) -> Array:
    """Values by the places of the axes kept, summed by the groups of those that are kept by groups."""
    for place, kept in enumerate(axes):
        if isinstance(kept, Grouped):
            values = _by_group(values, place, np.asarray(kept.group, dtype=np.int64))
    return values


def _by_group(values: Array, axis: int, group: Groups) -> Array:
    """Sums along an axis of values whose group is given."""
    moved = np.moveaxis(values, axis, 0)
    summed = np.zeros((int(group.max(initial=-1)) + 1, *moved.shape[1:]))
    np.add.at(summed, group, moved)
    return np.moveaxis(summed, 0, axis)


def _ungrouped(values: Array, axes: Sequence[int | Grouped]) -> Array:
    """The reverse of `_grouped`: each place has the value of its group."""
    for place, kept in enumerate(axes):
        if isinstance(kept, Grouped):
            values = np.take(values, kept.group, axis=place)
    return values


def _expected(table: Array, kept: Sequence[int], others: Mapping[Axes, Array], axes: Axes) -> Array:
    """The sums over `axes` of a table times the factors of other margins, without a copy of the table."""
    operands: list[Any] = [table, list(kept)]
    for other, factor in others.items():
        operands += [_ungrouped(factor, other), list(_numbers(other))]
    with np.errstate(over="ignore", invalid="ignore"):
        return _grouped(np.asarray(np.einsum(*operands, list(_numbers(axes)))), axes)


def _spread(values: Array, axes: Axes, dimensions: int) -> Array:
    whole = _ungrouped(values, axes)
    shape = [1] * dimensions
    for place, axis in enumerate(_numbers(axes)):
        shape[axis] = whole.shape[place]
    return whole.reshape(shape)


def _ratio(target: Array, found: Array) -> Array:
    return np.divide(target, found, out=np.zeros_like(target), where=found > 0)


def _error(table: Array, wanted: Mapping[Axes, Array]) -> float:
    errors = [
        float(np.abs(_sums(table, axes) - target).max()) / max(float(target.max(initial=0.0)), 1e-300)
        for axes, target in wanted.items()
    ]
    return max(errors, default=0.0)
