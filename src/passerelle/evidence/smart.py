"""Which transfer services count for SmaRT, and why the others do not: one rule for indicators and models.

Source: World Bank, Remittance Prices Worldwide, methodology; SDG metadata 10.c.1. The lowest floor of this room.
"""

SERVICES = 3  # SmaRT is the mean of the three cheapest qualifying services
SLOWEST = 5  # days


def exclusions(transparent: bool | None, days: int | None, accessible: bool | None) -> tuple[str, ...]:
    """Why a service does not qualify; empty where it does.

    Parameters
    ----------
    transparent : is the exchange rate disclosed? None where that is not stated.
    days : the upper end of the service's speed. None where it is not stated.
    accessible : can most receivers reach it? Where it is not stated the service is not excluded for that reason.
    """
    reasons = []
    if transparent is None:
        reasons.append("transparency not stated")
    elif not transparent:
        reasons.append("exchange rate not disclosed")
    if days is None:
        reasons.append("speed not stated")
    elif days > SLOWEST:
        reasons.append(f"slower than {SLOWEST} days")
    if accessible is False:
        reasons.append("out of reach of most receivers")
    return tuple(reasons)
