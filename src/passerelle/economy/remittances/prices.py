"""Average prices of corridors and of the world, SmaRT with a reason for every exclusion, and the tests of SDG 10.c.

The global average is the mean over all services, never the mean of corridor means. Nothing is imputed. Source: World
Bank, Remittance Prices Worldwide, methodology; SDG metadata 10.c.1. Stands on `quotes`.
"""

from dataclasses import dataclass

import polars as pl

from passerelle.economy.remittances.quotes import refuse_empty
from passerelle.evidence.smart import SERVICES, exclusions

GLOBAL_TARGET = 3.0  # % of the amount, mean over all services
CORRIDOR_TARGET = 5.0  # % of the amount, SmaRT of every corridor
CORRIDOR = ("survey", "amount", "origin", "destination")
_ASKED = ("transparent", "days", "accessible")


@dataclass(frozen=True)
class WorldPrice:
    """The tests of one survey and amount. Prices in percent of the amount; None where there is nothing to average.

    average : over all services. transparent_average : over those that disclose their exchange rate.
    mean_of_corridors : told only because it is often mistaken for the average.
    smart_average : mean of the corridors' SmaRT. without_smart : corridors in which no service qualifies.
    average_below_3 : test (a). every_smart_within_5 : test (b); None where a corridor without SmaRT leaves it open.
    """

    survey: str
    amount: float
    services: int
    corridors: int
    average: float | None
    transparent_average: float | None
    mean_of_corridors: float | None
    smart_average: float | None
    within_5: int
    above_5: int
    without_smart: int
    average_below_3: bool
    every_smart_within_5: bool | None


def verdicts(quotes: pl.DataFrame) -> pl.DataFrame:
    """Every service with `reasons` why it does not count for SmaRT: a list, empty where it qualifies."""
    refuse_empty(quotes)
    kinds = quotes.select(_ASKED).unique(maintain_order=True)
    reasons = [list(exclusions(*row)) for row in kinds.rows()]
    told = kinds.with_columns(pl.Series("reasons", reasons, dtype=pl.List(pl.String)))
    return quotes.join(told, on=_ASKED, how="left", nulls_equal=True, maintain_order="left")


def smart_prices(quotes: pl.DataFrame, *, fewest: int = 1) -> pl.DataFrame:
    """SmaRT by survey, amount and corridor: the mean of the three cheapest qualifying services.

    Parameters
    ----------
    fewest : with fewer qualifying services than this a corridor has no SmaRT. The published rule for one or two was not
        read; their number stands in `smart_services`.

    Returns
    -------
    table with the corridor, `smart` (percent; missing without services enough), `smart_services`, `excluded`, and
    `reasons`: how many services each reason excludes.
    """
    judged = verdicts(quotes).with_columns(pl.col("reasons").list.len().eq(0).alias("counts"))
    cheapest = (
        judged.filter("counts").sort("cost", maintain_order=True).group_by(CORRIDOR, maintain_order=True)
        .agg(pl.col("cost").head(SERVICES).mean().alias("smart"),
             pl.len().clip(0, SERVICES).cast(pl.Int64).alias("smart_services"))
    )  # fmt: skip
    excluded = judged.group_by(CORRIDOR).agg((~pl.col("counts")).sum().cast(pl.Int64).alias("excluded"))
    why = (
        judged.explode("reasons", empty_as_null=True).drop_nulls("reasons").group_by(*CORRIDOR, "reasons").len()
        .sort("reasons").group_by(CORRIDOR)
        .agg(pl.concat_str("reasons", pl.lit(": "), "len").str.join("; ").alias("reasons"))
    )  # fmt: skip
    joined = excluded.join(cheapest, on=CORRIDOR, how="left").join(why, on=CORRIDOR, how="left")
    few = pl.col("smart_services").fill_null(0) < fewest
    return joined.with_columns(
        pl.when(few).then(None).otherwise("smart").alias("smart"),
        pl.col("smart_services").fill_null(0),
        pl.col("reasons").fill_null(""),
    ).sort(CORRIDOR)


def corridor_prices(quotes: pl.DataFrame, *, fewest: int = 1) -> pl.DataFrame:
    """All of a corridor's prices by survey and amount: averages, SmaRT, competition, hidden margins.

    Returns
    -------
    table : CORRIDOR, `services`, `average`, `transparent_average`, `cheapest`, `dearest` (percent), SmaRT's columns,
    `firms`, `concentration` (Herfindahl–Hirschman index of services quoted, 0 to 1; market shares are not published),
    `hidden_share` (services that do not disclose their rate, of those that say), `margin_share` (of the disclosed cost,
    the part that is exchange margin).
    """
    refuse_empty(quotes)
    open_price = pl.col("transparent").fill_null(False)
    parts = pl.col("fee").is_not_null() & pl.col("margin").is_not_null()
    plain = quotes.group_by(CORRIDOR).agg(
        pl.len().cast(pl.Int64).alias("services"),
        pl.col("cost").mean().alias("average"),
        pl.col("cost").filter(open_price).mean().alias("transparent_average"),
        pl.col("cost").min().alias("cheapest"),
        pl.col("cost").max().alias("dearest"),
        pl.col("firm").n_unique().cast(pl.Int64).alias("firms"),
        ((pl.col("firm").unique_counts() / pl.len()) ** 2).sum().alias("concentration"),
        (~pl.col("transparent")).mean().alias("hidden_share"),
        (pl.col("margin").filter(parts).sum() / (pl.col("margin") + pl.col("fee")).filter(parts).sum()).alias(
            "margin_share"
        ),
    )
    # a corridor without any disclosed part divides nothing by nothing
    plain = plain.with_columns(pl.col("margin_share").fill_nan(None))
    return plain.join(smart_prices(quotes, fewest=fewest), on=CORRIDOR, how="left").sort(CORRIDOR)


def world_prices(quotes: pl.DataFrame, *, fewest: int = 1) -> list[WorldPrice]:
    """The global averages and both tests of SDG 10.c, by survey and amount, oldest first."""
    corridors = corridor_prices(quotes, fewest=fewest)
    means = quotes.group_by("survey", "amount").agg(
        pl.col("cost").mean().alias("average"),
        pl.col("cost").filter(pl.col("transparent").fill_null(False)).mean().alias("open"),
        pl.len().alias("services"),
    )
    found = []
    for survey, amount, average, open_average, services in means.sort("survey", "amount").rows():
        here = corridors.filter((pl.col("survey") == survey) & (pl.col("amount") == amount))
        smart = here["smart"].drop_nulls()
        above, without = int((smart > CORRIDOR_TARGET).sum()), here.height - smart.len()
        met = False if above else (None if without else True)
        found.append(WorldPrice(
            survey, amount, services, here.height, average, open_average, _mean(here["average"]), _mean(smart),
            smart.len() - above, above, without, average < GLOBAL_TARGET, met,
        ))  # fmt: skip
    return found


def _mean(values: pl.Series) -> float | None:
    found = values.mean()
    return float(found) if isinstance(found, int | float) else None
