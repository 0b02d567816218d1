"""What the draws of every model have in common: how many give an interval, and which of them are its ends.

What is drawn stands with each model. Stands on `base`.
"""

from passerelle.base.errors import ModelError

LEVEL = 0.8  # share of the draws inside an interval, where nothing else is asked


def refuse_draws(draws: int, level: float) -> None:
    """Refuse draws that give no interval.

    Raises
    ------
    ModelError : fewer than two draws, a level outside 0 to 1.
    """
    if draws < 2:
        raise ModelError(f"{draws} draws give no interval; at least 2 are needed, 200 or more are advised.")
    if not 0 < level < 1:
        raise ModelError(f"The level is {level:g}; it is a share between 0 and 1, such as 0.8.")


def ends(level: float) -> tuple[float, float, float]:
    """Low end, median and high end of the interval that holds such a share of the draws, as quantiles."""
    tail = (1 - level) / 2
    return tail, 0.5, 1 - tail
