"""The picture of opinions made coarse: people counted in the cells of a grid, and groups as ellipses.

A cell of a few people is left out, so that nobody is found by her place. Stands on `components` and `votes`.
"""

import math
from dataclasses import dataclass

import numpy as np

from passerelle.dialogue.blocs import LEAST_MEMBERS
from passerelle.dialogue.votes import Floats, Integers

_GRIDS = (32, 24, 18, 14, 11, 9, 7, 5, 4, 3, 2)  # cells across, the finest first
_ENOUGH = 0.8  # share of the people that a grid has to show
_SPREAD = 1.6  # standard deviations of an ellipse: two thirds of a round cloud


@dataclass(frozen=True)
class Cell:
    """A cell of the grid: the middle of the people in it, and how many they are."""

    x: float
    y: float
    people: int


@dataclass(frozen=True)
class Ellipse:
    """Where a group stands: its middle, half axes, and the angle of the first in degrees."""

    x: float
    y: float
    wide: float
    narrow: float
    angle: float


def binned(places: Floats, least: int = LEAST_MEMBERS) -> list[Cell]:
    """People in the cells of the finest grid on which most of them stand in cells of `least` people or more.

    Others are left out. Where no grid shows most, it is the one that shows the most people. Shape of `places`: (n, 2).
    """
    if len(places) < least:
        return []
    best: list[Cell] = []
    for across in _GRIDS:
        cells = _on(places, across, least)
        shown = sum(cell.people for cell in cells)
        if shown >= _ENOUGH * len(places):
            return cells
        if shown > sum(cell.people for cell in best):
            best = cells
    return best


def _on(places: Floats, across: int, least: int) -> list[Cell]:
    low, high = places.min(axis=0), places.max(axis=0)
    size = max(float((high - low).max()), 1e-12) / across
    at = np.minimum(((places - low) / size).astype(np.int64), across - 1)
    keys, where, many = np.unique(at[:, 0] * across + at[:, 1], return_inverse=True, return_counts=True)
    middles = np.stack([np.bincount(where, weights=places[:, k], minlength=len(keys)) / many for k in range(2)], axis=1)
    return [
        Cell(float(middles[k, 0]), float(middles[k, 1]), int(many[k])) for k in range(len(keys)) if many[k] >= least
    ]


def ellipses(places: Floats, labels: Integers, groups: int) -> list[Ellipse | None]:
    """Where each group stands; None for one without people."""
    return [_ellipse(places[labels == g]) for g in range(groups)]


def _ellipse(places: Floats) -> Ellipse | None:
    if len(places) == 0:
        return None
    middle = places.mean(axis=0)
    spread = np.cov(places.T, bias=True) if len(places) > 1 else np.zeros((2, 2))
    values, vectors = np.linalg.eigh(spread)
    wide, narrow = (_SPREAD * math.sqrt(max(float(value), 0.0)) for value in values[::-1])
    angle = math.degrees(math.atan2(float(vectors[1, -1]), float(vectors[0, -1])))
    return Ellipse(float(middle[0]), float(middle[1]), wide, narrow, (angle + 90) % 180 - 90)
