"""Moves from two tables with the same totals by birthplace: the fewest that explain them, or independent ones.

Each birthplace is a problem of its own, and with a seed of ones it has a closed form: as nobody both leaves and enters
the cell where most stay, the diagonal never binds, and F[i,j,k] = P[k,i] Q[k,j] / T_k. Summed over birthplaces that is
one product of matrices; the (n, n, n) table is made only when asked for.
Source: Abel (2013), Demographic Research 28(18); Abel and Cohen (2019), Scientific Data 6:82.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.demography.fitting import Array

TOLERANCE = 1e-10
MOST_STEPS = 20_000


@dataclass(frozen=True)
class Moves:
    """Factors of the moves: F[i, j, k] = out[k, i] · seed[i, j] · into[k, j], origin i, destination j, birthplace k.

    out, into : (…, n, n) [birthplace, residence]. seed : (n, n), None for ones. stayers : (…, n, n) those of each
    birthplace who live at both ends where they lived (0 under independence, where the diagonal of F holds them).
    with_diagonal : whether F's own diagonal counts as staying. error : largest relative distance from a margin.
    """

    out: Array
    into: Array
    seed: Array | None
    stayers: Array
    with_diagonal: bool
    error: float = 0.0
    steps: int = 0

    def table(self) -> Array:
        """Moves by origin and destination, (…, n, n), diagonal zero."""
        flows = np.swapaxes(self.out, -1, -2) @ self.into
        return _bare(flows if self.seed is None else flows * self.seed)

    def of_birthplace(self, k: int) -> Array:
        """Moves of those born in one place, (…, n, n), stayers on the diagonal."""
        flows = self.out[..., k, :, None] * self.into[..., k, None, :]
        if self.seed is not None:
            flows = flows * self.seed
        if self.with_diagonal:
            return flows
        along = np.arange(flows.shape[-1])
        flows = _bare(flows)
        flows[..., along, along] = self.stayers[..., k, :]
        return flows

    def by_birthplace(self) -> Array:
        """All moves, (…, origin, destination, birthplace): n³ cells, stayers on the diagonal of the first two."""
        return np.stack([self.of_birthplace(k) for k in range(self.out.shape[-1])], axis=-1)

    def by_type(self) -> dict[str, Array]:
        """Moves by type, each (…, n, n): outward from the birthplace, return to it, transit between two others."""
        own_out = np.einsum("...kk->...k", self.out)
        own_into = np.einsum("...kk->...k", self.into)
        outward = own_out[..., :, None] * self.into  # k = i
        back = np.swapaxes(self.out, -1, -2) * own_into[..., None, :]  # k = j
        if self.seed is not None:
            outward, back = outward * self.seed, back * self.seed
        outward, back = _bare(outward), _bare(back)
        transit = np.maximum(self.table() - outward - back, 0.0)
        return {"outward": outward, "return": back, "transit": transit}

    def type_totals(self) -> Array:
        """All moves outward, back and in transit, (3, …), without a table of any of them."""
        if self.seed is not None:
            return np.stack([table.sum((-1, -2)) for table in self.by_type().values()])
        gone, come = self.out.sum(-1), self.into.sum(-1)
        own_out, own_into = np.einsum("...kk->...k", self.out), np.einsum("...kk->...k", self.into)
        outward = (own_out * (come - own_into)).sum(-1)
        back = (own_into * (gone - own_out)).sum(-1)
        every = (gone * come).sum(-1) - (self.out * self.into).sum((-1, -2))
        return np.stack([outward, back, every - outward - back])


def _bare(table: Array) -> Array:
    bare = np.array(table)
    along = np.arange(bare.shape[-1])
    bare[..., along, along] = 0.0
    return bare


def fewest(start: Array, end: Array, seed: Array | None = None, *, places: Sequence[str] | None = None) -> Moves:
    """The fewest moves that turn one table into the other: as many as can be stay where they are.

    Parameters
    ----------
    start, end : (…, n, n) [birthplace, residence], equal row sums. seed : (n, n) relative chances of each move, its
        diagonal passed over; ones where it is not given.
    """
    _refuse_unequal(start, end, places)
    stay = np.minimum(start, end)
    out, into = start - stay, end - stay
    if seed is None:
        return _split(out, into, stay, with_diagonal=False)
    weights = _checked(seed, start.shape[-1], places)
    return _seeded(out, into, _bare(weights), stay, False, places)


def independent(start: Array, end: Array, seed: Array | None = None, *, places: Sequence[str] | None = None) -> Moves:
    """Moves independent of where people lived: F[i,j,k] = A[k,i] C[k,j] / r_k; far more than the fewest."""
    _refuse_unequal(start, end, places)
    nobody = np.zeros_like(start)
    if seed is None:
        return _split(start, end, nobody, with_diagonal=True)
    return _seeded(start, end, _checked(seed, start.shape[-1], places), nobody, True, places)


def _split(out: Array, into: Array, stay: Array, *, with_diagonal: bool) -> Moves:
    total = out.sum(-1)
    share = np.divide(1.0, total, out=np.zeros_like(total), where=np.abs(total) > 0)
    return Moves(out, into * share[..., None], None, stay, with_diagonal)


def _checked(seed: Array, n: int, places: Sequence[str] | None) -> Array:
    weights = np.array(seed, dtype=float)
    if weights.shape != (n, n):
        raise ModelError(f"The seed has shape {weights.shape}; the tables want ({n}, {n}).")
    odd = ~np.isfinite(weights) | (weights < 0)
    if odd.any():
        i, j = (int(at) for at in np.argwhere(odd)[0])
        names = places if places is not None else [str(at) for at in range(n)]
        raise ModelError(
            f"The seed holds {weights[i, j]:g} from {names[i]} to {names[j]}; a chance cannot be below zero, missing "
            "or infinite. Write 0 for a move that nobody makes."
        )
    return weights


def _refuse_unequal(start: Array, end: Array, places: Sequence[str] | None) -> None:
    first, last = start.sum(-1), end.sum(-1)
    gap = np.abs(first - last)
    scale = np.maximum(np.maximum(np.abs(first), np.abs(last)), 1.0)
    if (gap > 1e-6 * scale).any():
        at = tuple(np.argwhere(gap > 1e-6 * scale)[0])
        who = places[at[-1]] if places is not None else f"place {at[-1]}"
        raise ModelError(
            f"Margins disagree: those born in {who} sum to {first[at]:,.3f} in the start table and to "
            f"{last[at]:,.3f} in the end table. Close the accounts first."
        )


def _seeded(
    out: Array, into: Array, seed: Array, stay: Array, with_diagonal: bool, places: Sequence[str] | None
) -> Moves:
    """Proportional fitting of each birthplace with one seed: two products of matrices a step, no (n, n, n) table."""
    _refuse_dead_ends(out, into, seed, places)
    a, c = np.where(out > 0, 1.0, 0.0), np.where(into > 0, 1.0, 0.0)
    error, steps = np.inf, 0
    size = np.maximum(out.sum(-1), 1e-300)[..., None]
    while error > TOLERANCE and steps < MOST_STEPS:
        steps += 1
        a = _over(out, c @ seed.T)
        c = _over(into, a @ seed)
        # only the product of both factors of a birthplace has a size: keep one of them near one
        size_a = np.maximum(a.max(-1, keepdims=True), 1e-300)
        a, c = a / size_a, c * size_a
        with np.errstate(over="ignore", invalid="ignore"):  # factors that grow for ever never meet their margins
            error = float(np.nan_to_num(np.abs(a * (c @ seed.T) - out) / size, nan=np.inf).max(initial=0.0))
        if not np.isfinite(error):
            break
    if error > 1e-6:
        raise ModelError(
            f"The moves did not settle on the seed: after {steps} steps a margin is still {error:.2g} of its "
            "birthplace's movers away. The zeros of the seed leave too few ways: give them small positive "
            "weights, those of staying included."
        )
    return Moves(a, c, seed, stay, with_diagonal, error, steps)


def _over(wanted: Array, found: Array) -> Array:
    return np.divide(wanted, found, out=np.zeros_like(wanted), where=found > 0)


def _refuse_dead_ends(out: Array, into: Array, seed: Array, places: Sequence[str] | None) -> None:
    """Where somebody must leave, some destination of their birthplace must be open by the seed; and the reverse."""
    for people, ways, text in (
        (out, (into > 0) @ seed.T, "{n:,.0f} people born in {born} must leave {place}, but the seed is zero for every "
         "destination where more of them live at the end. Give it a positive weight."),
        (into, (out > 0) @ seed, "{n:,.0f} people born in {born} must arrive in {place}, but the seed is zero for "
         "every origin that others of them leave. Give it a positive weight."),
    ):  # fmt: skip
        stuck = (people > 0) & (ways <= 0)
        if stuck.any():
            at = tuple(np.argwhere(stuck)[0])
            names = places if places is not None else [str(i) for i in range(people.shape[-1])]
            raise ModelError(text.format(n=people[at], born=names[at[-2]], place=names[at[-1]]))
