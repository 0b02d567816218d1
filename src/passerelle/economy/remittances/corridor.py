"""What a cut of the price would save on one corridor, from the evidence or from figures of one's own.

The command line, the API and pages ask here. Stands on `saving` and `evidence`.
"""

from dataclasses import asdict, dataclass
from typing import Any

from passerelle.base.corridors import Corridor
from passerelle.base.errors import ModelError
from passerelle.economy.remittances.saving import READINGS, Response, Saving, elasticities, responses, saving
from passerelle.evidence.corridors import KnownCorridor, known_corridor
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.money import TARGET_AVERAGE
from passerelle.evidence.store import Store

_NAMES = ("remittances_estimate", "remittances_bilateral", "price_200")


@dataclass(frozen=True)
class CutOnCorridor:
    """Both readings of the volume, the responses of recorded money, and the figures that they start from."""

    volume: float
    price: float
    target: float
    readings: tuple[Saving, ...]
    responses: tuple[Response, ...]
    figures: tuple[Figure, ...]

    def as_dict(self) -> dict[str, Any]:
        """What the command line and the API write. Money in USD a year, prices in percent of the amount sent."""
        return {
            "unit": "USD", "volume": self.volume, "price": self.price, "target": self.target,
            "readings": [asdict(cut) for cut in self.readings],
            "responses": [asdict(row) for row in self.responses],
            "elasticities": [asdict(row) for row in elasticities()],
            "figures": [figure.as_dict() for figure in self.figures],
        }  # fmt: skip


def volume_of(known: KnownCorridor) -> Figure:
    """What is sent in a year: our own estimate where there is one, for it is the newer; else the World Bank's."""
    ours = known.latest("remittances_estimate")
    return ours if ours.is_known else known.latest("remittances_bilateral")


def cut_on_corridor(
    store: Store | None,
    corridor: Corridor | None,
    *,
    target: float = TARGET_AVERAGE,
    volume: float | None = None,
    price: float | None = None,
) -> CutOnCorridor:
    """A cut of the price to a target, percent of the amount.

    Parameters
    ----------
    volume : USD a year; the corridor's estimate where it is not given. price : percent; the corridor's average price of
        200 USD where it is not given. Without a corridor both must be given.

    Raises
    ------
    ModelError : a volume or price that is neither given nor known, or cannot be.
    """
    figures: tuple[Figure, ...] = ()
    if store is not None and corridor is not None:
        known = known_corridor(store, corridor, _NAMES)
        figures, volume, price = _filled(known, volume, price)
    where = f" from {corridor.destination} to {corridor.origin}" if corridor is not None else ""
    if volume is None:
        raise ModelError(f"The volume of money sent{where} is not known. Give one.")
    if price is None:
        raise ModelError(f"The price of sending money{where} is not known. Give one.")
    readings = tuple(saving(volume, price, target, reading) for reading in READINGS)
    return CutOnCorridor(volume, price, target, readings, tuple(responses(readings[0])), figures)


def _filled(
    known: KnownCorridor, volume: float | None, price: float | None
) -> tuple[tuple[Figure, ...], float | None, float | None]:
    """What was not given from the evidence, with the figures that it is."""
    used = []
    if volume is None:
        used.append(volume_of(known))
        volume = used[-1].value
    if price is None:
        used.append(known.latest("price_200"))
        price = used[-1].value
    return tuple(figure for figure in used if figure.is_known), volume, price
