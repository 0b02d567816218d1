"""Every method again, slowly and plainly, cell by cell and with the whole (origin, destination, birthplace) table.

Written from the papers' formulas, and sharing no line with the library: tests hold the fast methods against it. Of one
pair of tables; places are numbers. Sources as in the modules of `demography.flows`.
"""

from itertools import product

import numpy as np

Table = np.ndarray
PLAIN_STEPS = 20_000


def without_diagonal(table: Table) -> Table:
    bare = table.copy()
    for i in range(len(bare)):
        bare[i, i] = 0
    return bare


def dropped(start: Table, end: Table) -> Table:
    n = len(start)
    flows = np.zeros((n, n))
    for i, j in product(range(n), range(n)):
        if i != j:
            flows[i, j] = max(end[i, j] - start[i, j], 0)
    return flows


def reversed_(start: Table, end: Table) -> Table:
    n = len(start)
    flows = np.zeros((n, n))
    for i, j in product(range(n), range(n)):
        if i != j:
            flows[i, j] = max(end[i, j] - start[i, j], 0) + max(start[j, i] - end[j, i], 0)
    return flows


def rate(start: Table, end: Table, births: Table, deaths: Table) -> Table:
    n = len(start)
    movers = sum(abs(end[:, i].sum() - start[:, i].sum() - births[i] + deaths[i]) for i in range(n))
    return movers * without_diagonal(start) / without_diagonal(start).sum()


def rogers(start: Table, end: Table) -> Table:
    transition = np.linalg.inv(start) @ end
    n = len(start)
    exposure = start.sum(0).repeat(n).reshape(n, n)  # of the origin, along each row
    return without_diagonal(transition * exposure)


def balanced(table: Table, rows: Table, columns: Table) -> Table:
    """Plain proportional fitting, until nothing moves any more."""
    fit = table.astype(float).copy()
    for _ in range(PLAIN_STEPS):
        fit *= (rows / fit.sum(1))[:, None]
        fit *= columns / fit.sum(0)
        if np.abs(fit.sum(1) / rows - 1).max() < 1e-12:
            break
    return fit


def accounts(
    start: Table, end: Table, births: Table, deaths: Table, closing: str, born: str = "native", world: str = "before"
) -> tuple[Table, Table]:
    """Both tables without the dead and the newborn, with one total by birthplace."""
    n = len(start)
    start, end = start.astype(float).copy(), end.astype(float).copy()
    if closing == "closed" and world == "before":
        gap = (births.sum() - deaths.sum()) - (end.sum() - start.sum())
        spread_gap(start, end, gap)
    first, last = start.copy(), end.copy()
    for i in range(n):
        people = start[:, i].sum()
        for k in range(n):
            first[k, i] -= deaths[i] * start[k, i] / people
        inhabitants = end[:, i].sum()
        if born == "proportion" or end[i, i] < births[i]:
            for k in range(n):
                last[k, i] -= births[i] * end[k, i] / inhabitants
        else:
            last[i, i] -= births[i]
    if closing == "closed":
        if world == "after":
            spread_gap(first, last, first.sum() - last.sum())
        rows = (first.sum(1) + last.sum(1)) / 2
        return balanced(first, rows, first.sum(0)), balanced(last, rows, last.sum(0))
    came, went = np.zeros((n, n)), np.zeros((n, n))
    for k in range(n):
        more = first[k].sum() - last[k].sum()
        into, out_of = (last, first) if closing == "open-dr" else (first, last)
        if more < 0:
            came[k] = -more * into[k] / into[k].sum()
        else:
            went[k] = more * out_of[k] / out_of[k].sum()
    return first - went, last - came


def spread_gap(start: Table, end: Table, gap: float) -> None:
    natives, later = np.trace(start), np.trace(end)
    for i in range(len(start)):
        start[i, i] *= (natives - gap / 2) / natives
        end[i, i] *= (later + gap / 2) / later


def moves(start: Table, end: Table, stay: bool, seed: Table | None = None) -> Table:
    """(origin, destination, birthplace), by fitting the whole table; who stays is fixed first where `stay`."""
    n = len(start)
    found = np.zeros((n, n, n))
    for k in range(n):
        out, into = start[k].copy(), end[k].copy()
        fit = np.ones((n, n)) if seed is None else seed.astype(float).copy()
        stayers = np.zeros(n)
        if stay:
            for i in range(n):
                stayers[i] = min(out[i], into[i])
                fit[i, i] = 0
            out, into = out - stayers, into - stayers
        for _ in range(PLAIN_STEPS):
            for i in range(n):
                sent = fit[i].sum()
                fit[i] *= out[i] / sent if sent > 0 else 0
            for j in range(n):
                met = fit[:, j].sum()
                fit[:, j] *= into[j] / met if met > 0 else 0
            if np.abs(fit.sum(1) - out).max() <= 1e-12 * max(out.sum(), 1):
                break
        found[:, :, k] = fit + np.diag(stayers)
    return found


def estimated(
    start: Table,
    end: Table,
    births: Table,
    deaths: Table,
    method: str,
    seed: Table | None = None,
    weight: float = 0.87,
    **how: str,
) -> Table:
    """Moves by (origin, destination, birthplace) of a method with accounts, stayers on the diagonal."""
    closing = method if method in ("open", "open-dr") else "closed"
    first, last = accounts(start, end, births, deaths, closing, **how)
    least = moves(first, last, True, seed) if method != "independence" else 0
    most = moves(first, last, False, seed) if method in ("independence", "pseudo-bayes") else 0
    if method == "pseudo-bayes":
        return weight * least + (1 - weight) * most
    return least + most
