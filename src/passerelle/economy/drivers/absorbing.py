"""Two sets of fixed effects projected out of columns exactly, under any weights.

The normal equations of both sets fall apart into blocks that share no row (in a panel, the periods); each block is
solved directly by its Schur complement, so that no iteration between the sets is needed. Source: the partitioned
regression of Frisch, Waugh and Lovell; for the alternating form that this replaces, Correia, Guimaraes and Zylkin
(2020), Stata Journal 20(1). The lowest floor of this room.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.linalg as sla
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from passerelle.base.errors import ModelError

Array = np.ndarray[Any, np.dtype[np.float64]]
Codes = np.ndarray[Any, np.dtype[np.int64]]
LARGEST_BLOCK = 6000  # levels of a set in one block; a dense matrix of that size takes 288 MB
TABLE = 32  # times the rows: the widest range of whole numbers that is counted rather than sorted
RIDGE = 1e-12  # of the mean of the diagonal: pins the direction that the sets have in common


def coded(labels: Any) -> tuple[Any, Codes]:
    """Distinct labels in order, and each row's position among them.

    Whole numbers within a narrow range are counted through a table, which is many times faster than sorting.
    """
    values = np.asarray(labels)
    if values.dtype.kind in "iu" and values.size:
        low, high = int(values.min()), int(values.max())
        if high - low < TABLE * values.size:
            there = np.zeros(high - low + 1, dtype=bool)
            there[values - low] = True
            return np.flatnonzero(there) + low, (np.cumsum(there) - 1)[values - low]
    levels, codes = np.unique(values, return_inverse=True)
    return levels, codes.astype(np.int64)


@dataclass(frozen=True)
class _Block:
    """Levels of both sets that share rows with one another and with no others."""

    first: Codes
    second: Codes
    cells: Codes  # positions among the cells of the table, of this block
    at: Codes  # flat positions of those cells in the block's dense table


class TwoSets:
    """Rows in two sets of groups, such as origin-years and destination-years.

    Parameters
    ----------
    first, second : (N,) any labels; each row has one of each.

    Raises
    ------
    ModelError : sets of different lengths, or a block with more than 6,000 levels on both sides.
    """

    def __init__(self, first: Any, second: Any) -> None:
        if len(first) != len(second):
            raise ModelError(
                f"The sets of fixed effects have {len(first)} and {len(second)} rows; both need one a row."
            )
        self.first_levels, self.a = coded(first)
        self.second_levels, self.b = coded(second)
        self.sizes = (len(self.first_levels), len(self.second_levels))
        n_a, n_b = self.sizes
        cells, self._cell = coded(self.a * n_b + self.b)
        self._cell_a, self._cell_b = cells // n_b, cells % n_b
        graph = sp.coo_array((np.ones(len(cells)), (self._cell_a, n_a + self._cell_b)), shape=(n_a + n_b, n_a + n_b))
        self.blocks, label = connected_components(graph, directed=False)
        self._blocks = [self._block(label.astype(np.int64), number) for number in range(self.blocks)]
        rows = np.arange(len(self.a))
        ones = np.ones(len(rows))
        self._sum_a = sp.csr_array((ones, (self.a, rows)), shape=(n_a, len(rows)))
        self._sum_b = sp.csr_array((ones, (self.b, rows)), shape=(n_b, len(rows)))

    def _block(self, label: Codes, number: int) -> _Block:
        n_a = self.sizes[0]
        first = np.flatnonzero(label[:n_a] == number)
        second = np.flatnonzero(label[n_a:] == number)
        if min(len(first), len(second)) > LARGEST_BLOCK:
            raise ModelError(
                f"One block of the fixed effects has {len(first)} and {len(second)} levels; at most {LARGEST_BLOCK} on "
                "the smaller side can be solved. Use fewer levels, or split the table."
            )
        cells = np.flatnonzero(label[self._cell_a] == number)
        place_a = np.searchsorted(first, self._cell_a[cells])
        place_b = np.searchsorted(second, self._cell_b[cells])
        return _Block(first, second, cells, place_a * len(second) + place_b)

    def effects(self, columns: Array, weights: Array) -> tuple[Array, Array]:
        """The effects of both sets, (levels, K) each, that come nearest to the columns in weighted least squares.

        The level of each block is put on the first set: the second's effects have a weighted mean of about zero only up
        to the pin, and differences within a set are what counts.

        Parameters
        ----------
        columns : (N, K). weights : (N,), none below zero, some above it in every level.
        """
        weighted = np.ascontiguousarray(columns * weights[:, None])
        alpha, beta, _, _ = self.solved(weighted, weights)
        return alpha, beta

    def solved(self, weighted: Array, weights: Array) -> tuple[Array, Array, Array, Array]:
        """As `effects`, of columns that are weighted already; with their sums by level of both sets."""
        sum_a: Array = np.asarray(self._sum_a @ weighted)
        sum_b: Array = np.asarray(self._sum_b @ weighted)
        cell = np.bincount(self._cell, weights, minlength=len(self._cell_a))
        alpha, beta = np.empty_like(sum_a), np.empty_like(sum_b)
        for block in self._blocks:
            flat = np.zeros(len(block.first) * len(block.second))
            flat[block.at] = cell[block.cells]
            table = flat.reshape(len(block.first), len(block.second))
            if len(block.first) >= len(block.second):
                found = _solved(table, sum_a[block.first], sum_b[block.second])
            else:
                found = _solved(table.T, sum_b[block.second], sum_a[block.first])[::-1]
            alpha[block.first], beta[block.second] = found
        return alpha, beta, sum_a, sum_b

    def spread(self, alpha: Array, beta: Array) -> Array:
        """Each row's sum of its two effects, of shape (N,) for effects of shape (levels,)."""
        return np.asarray(np.take(alpha, self.a) + np.take(beta, self.b))

    def within(self, columns: Array, weights: Array) -> Array:
        """The columns less what both sets explain of them under the weights; (N, K)."""
        alpha, beta = self.effects(columns, weights)
        inside = columns - np.take(alpha, self.a, axis=0)
        inside -= np.take(beta, self.b, axis=0)
        return np.asarray(inside)


def _solved(table: Array, sum_a: Array, sum_b: Array) -> tuple[Array, Array]:
    """Effects of one block: its larger side eliminated, the Schur complement of the smaller solved."""
    total_a, total_b = table.sum(1), table.sum(0)
    root = np.sqrt(total_a)
    scaled = table / root[:, None]
    schur = -(scaled.T @ scaled)  # a product with its own transpose costs half of another
    schur[np.diag_indices_from(schur)] += total_b + RIDGE * total_b.mean()
    right = sum_b - scaled.T @ (sum_a / root[:, None])
    beta = sla.cho_solve(sla.cho_factor(schur, overwrite_a=True, check_finite=False), right, check_finite=False)
    alpha = (sum_a / root[:, None] - scaled @ beta) / root[:, None]
    return np.asarray(alpha), np.asarray(beta)
