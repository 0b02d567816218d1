"""The picture of opinions: principal components of votes of which most are missing, without a dense table.

A missing vote is taken as the mean of its statement. After centring such a cell is exactly 0, so the components of
the filled table are the singular vectors of the sparse one that holds a vote less its statement's mean: Small et al.
(2021), "Polis: Scaling deliberation by mapping high dimensional opinion spaces", section 3, for sparse tables.

Stands on `votes`.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

from passerelle.base.errors import DialogueError
from passerelle.dialogue.votes import Floats, Votes

_DENSE = 60  # statements up to which the whole spectrum is as quick
_TINY = 1e-9


@dataclass(frozen=True, eq=False)
class Components:
    """`loadings` (d, m) of unit length, 0 for statements that group nobody; `explained` (d) shares of all variance.

    `means` (m) of the votes on each statement, passes counted. `places` (n, d): where each participant stands,
    stretched by the share of statements voted on. `statements` (m, d): where one who only agreed to it would stand.
    """

    loadings: Floats
    explained: Floats
    means: Floats
    places: Floats
    statements: Floats

    @property
    def extremity(self) -> Floats:
        """How far from the middle each statement stands. Shape (m)."""
        return np.asarray(np.sqrt((self.statements**2).sum(axis=1)))


def components(votes: Votes, wanted: int = 2) -> Components:
    """The first components of the votes, the same whatever the order of rows.

    Each loading's sign is such that its largest part is positive; where there are fewer directions than wanted, those
    that lack are 0.

    Raises
    ------
    DialogueError : fewer than one component is wanted.
    """
    if wanted < 1:
        raise DialogueError("At least one component is needed.")
    means = _means(votes)
    table = centred(votes, means)
    values, vectors = _leading(table, min(wanted, votes.n, votes.m))
    loadings = np.zeros((wanted, votes.m))
    explained = np.zeros(wanted)
    total = float((table.data**2).sum())
    there = values > _TINY * max(total, _TINY)
    for k in np.flatnonzero(there):
        loadings[k] = _turned(vectors[:, k])
        explained[k] = values[k] / total
    used = max(int(votes.grouping.sum()), 1)
    seen = np.diff(table.indptr)
    stretch = np.sqrt(used / np.maximum(seen, 1))
    places = (table @ loadings.T) * stretch[:, None]
    statements = np.sqrt(used) * (1.0 - means)[:, None] * loadings.T
    return Components(loadings, explained, means, places, statements)


def centred(votes: Votes, means: Floats | None = None) -> sparse.csr_array:
    """Each vote less its statement's mean, on the statements that tell groups apart. Shape (n, m), cells of 0 kept."""
    means = _means(votes) if means is None else means
    keep = votes.grouping[votes.columns]
    starts = np.concatenate([[0], np.cumsum(keep)])[votes.starts]
    columns = votes.columns[keep]
    data = votes.values[keep].astype(np.float64) - means[columns]
    return sparse.csr_array((data, columns, starts), shape=(votes.n, votes.m))


def _means(votes: Votes) -> Floats:
    counts = votes.counts
    return np.asarray((counts[:, 0] - counts[:, 1]) / np.maximum(counts.sum(axis=1), 1))


def _leading(table: sparse.csr_array, wanted: int) -> tuple[Floats, Floats]:
    """The largest values and vectors of the table's products, largest first."""
    m = table.shape[1]
    if wanted == 0:
        return np.zeros(0), np.zeros((m, 0))
    if m <= max(_DENSE, wanted + 2):
        values, vectors = np.linalg.eigh((table.T @ table).toarray())
    else:
        turned = table.T.tocsr()
        product = LinearOperator((m, m), matvec=lambda v: turned @ (table @ v), dtype=np.float64)
        # a start of our own, so that nothing is drawn; uneven, as an even one may lie across what is sought
        start = np.sqrt(np.bincount(table.indices, weights=table.data**2, minlength=m)) + 1e-3 / np.arange(1, m + 1)
        try:
            values, vectors = eigsh(product, k=wanted, v0=start, tol=1e-10, maxiter=m * 20)
        except ArpackNoConvergence:  # directions so alike that none stands out: the whole spectrum, once
            values, vectors = np.linalg.eigh((table.T @ table).toarray())
    order = np.argsort(values)[::-1][:wanted]
    return values[order], vectors[:, order]


def _turned(vector: Floats) -> Floats:
    """The vector with its largest part positive; of parts equally large, the first."""
    size = np.abs(vector)
    first = int(np.flatnonzero(size >= size.max() * (1 - 1e-9))[0])
    return -vector if vector[first] < 0 else vector
