"""Commands on remittances: `price`, `allocate`, `saving`.

Stands on `economy.remittances` and `writing`.
"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from passerelle.cli.stages import stage
from passerelle.cli.writing import EvidenceOption, Format, FormatOption, say_aside, write_csv, write_json, write_table
from passerelle.economy.remittances.kinds import Stocks

if TYPE_CHECKING:
    import polars as pl

    from passerelle.economy.remittances.allocation import Allocation
    from passerelle.economy.remittances.matrix import Inputs

remittances = stage("Remittances: what sending costs, what a cut saves, how much is sent from where.")
_STOCKS_FROM: dict[Stocks, str] = {"undesa": "UN DESA", "world-bank": "the World Bank's bilateral stocks"}


@remittances.command()
def price(
    file: Annotated[Path, typer.Argument(help="The World Bank's service-level workbook, or a CSV, a row a service.")],
    by: Annotated[
        Literal["corridor", "world", "service"],
        typer.Option("--by", help="corridor, world (the tests of SDG 10.c) or service."),
    ] = "corridor",
    survey: Annotated[str, typer.Option("--survey", help='Such as 2020-Q3; "all" for the series.')] = "newest",
    amount: Annotated[float, typer.Option("--amount", help="200 or 500 USD.")] = 200,
    fewest: Annotated[int, typer.Option("--fewest", help="Qualifying services that SmaRT asks for.")] = 1,
    format: FormatOption = Format.table,
) -> None:
    """Average prices, SmaRT with a reason for every exclusion, competition, and the two tests of SDG 10.c.

    A CSV has `origin` (where the money is received), `destination`, `survey`, `firm` and either `cost` in percent or
    `amount`, `fee`, `rate` and `interbank_rate` in the sending currency, with `amount_usd` 200 or 500; `service`,
    `transparent`, `days` and `accessible` where known.

    Examples:  passerelle remittances price rpw_dataset.xlsx --by world --survey all
    ·  passerelle remittances price services.csv --by service --format json
    """
    import polars as pl

    from passerelle.base.errors import ModelError
    from passerelle.economy.remittances.prices import corridor_prices, verdicts, world_prices
    from passerelle.economy.remittances.quotes import AMOUNTS, read_quotes, refuse_empty

    if amount not in AMOUNTS or fewest < 1:
        raise ModelError(f"--amount is 200 or 500, not {amount:g}; --fewest is 1 or more, not {fewest}.")
    quotes = read_quotes(file)
    refuse_empty(quotes)
    surveys = sorted(set(quotes["survey"].to_list()))
    wanted = surveys[-1] if survey == "newest" else survey
    if wanted != "all":
        quotes = quotes.filter(pl.col("survey") == wanted)
    quotes = quotes.filter(pl.col("amount") == amount)
    if quotes.is_empty():
        raise ModelError(
            f"{file.name} has no prices of {amount:g} USD in the survey {wanted}; its surveys are {', '.join(surveys)}."
        )
    if by == "world":
        worlds = [asdict(one) for one in world_prices(quotes, fewest=fewest)]
        _write_rows(list(worlds[0]), [list(one.values()) for one in worlds], format)
        return
    table = corridor_prices(quotes, fewest=fewest) if by == "corridor" else _joined(verdicts(quotes))
    _write_rows(table.columns, table.rows(), format)


def _joined(table: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    return table.with_columns(pl.col("reasons").list.join("; "), counts=pl.col("reasons").list.len() == 0)


def _write_rows(columns: list[str], rows: Any, format: Format) -> None:
    if format is Format.json:
        write_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif format is Format.csv:
        write_csv(columns, rows)
    else:
        shown = [[f"{cell:.2f}" if isinstance(cell, float) else cell for cell in row] for row in rows]
        write_table([column.replace("_", " ") for column in columns], shown)


@remittances.command()
def allocate(
    year: Annotated[int, typer.Option("--year", help="A year with a table of stocks.")] = 2020,
    stocks: Annotated[Stocks, typer.Option("--stocks", help="undesa, or world-bank (2017).")] = "undesa",
    origin: Annotated[str | None, typer.Option("--origin", help="Only money received by this place.")] = None,
    destination: Annotated[str | None, typer.Option("--destination", help="Only money sent from this place.")] = None,
    beta: Annotated[float, typer.Option("--beta", help="Exponent of the third rule, between 0 and 1.")] = 0.75,
    most: Annotated[int, typer.Option("--most", help="Corridors shown; 0 for all.")] = 20,
    into: Annotated[
        Path | None, typer.Option("--into", help="A folder of evidence that gains the estimates of all years.")
    ] = None,
    format: FormatOption = Format.table,
    evidence: EvidenceOption = None,
) -> None:
    """Spread each origin's receipts over its migrants' destinations by three rules, side by side with their spread.

    With the World Bank's stocks of 2017 the rules are held against its own matrix.

    Examples:  passerelle remittances allocate --year 2020 --origin Morocco
    ·  passerelle remittances allocate --year 2017 --stocks world-bank --format json
    """
    from passerelle.base.names import find_place
    from passerelle.economy.remittances.matrix import agreement, by_rules, gathered, told
    from passerelle.evidence.store import open_store

    store = open_store(tuple(evidence or ()))
    if into is not None:
        _put(into, store)
        return
    inputs = gathered(store, year, stocks)
    found = by_rules(inputs, beta=beta)
    rows = _corridors(inputs, found, *(find_place(p).iso3 if p else None for p in (origin, destination)))
    if origin and not rows:
        say_aside(f"{find_place(origin).name()} reports no receipts of {year}, or has no migrants to spread them over.")
    rows = rows[:most] if most else rows
    sentences, scores = told(inputs, found), agreement(store, inputs, found)
    for sentence in sentences:
        say_aside(sentence)
    names = ("origin", "destination", *(one.rule for one in found), "lowest", "highest")
    if format is Format.json:
        write_json({
            "year": year, "unit": "USD", "stocks": stocks,
            "source": f"Passerelle, from World Development Indicators and {_STOCKS_FROM[stocks]}",
            "corridors": [dict(zip(names, row, strict=True)) for row in rows],
            "agreement_with_world_bank": [asdict(score) for score in scores], "told": sentences,
        })  # fmt: skip
    elif format is Format.csv:
        write_csv((*names, "year", "unit"), [(*row, year, "USD") for row in rows])
    else:
        title = f"Remittances of {year}, million USD, by three rules (estimates of Passerelle; {stocks} stocks)"
        shown = [(*row[:2], *(_millions(cell) for cell in row[2:])) for row in rows]
        write_table(names, shown, title=title, right="2 3 4 5 6")
        if scores:
            write_table(
                ("rule", "cells", "r with the World Bank's matrix", "r of logs", "ours, bn USD", "theirs, bn USD"),
                [(s.rule, s.cells, f"{s.r:.3f}", f"{s.r_log:.3f}", f"{s.total / 1e9:,.1f}",
                  f"{s.their_total / 1e9:,.1f}") for s in scores],
                right="1 2 3 4 5",
            )  # fmt: skip
            write_table(
                ("origin", "destination", "ours, million USD", "theirs"),
                [(a, b, _millions(ours), _millions(theirs)) for a, b, ours, theirs in scores[-1].largest],
                title=f"The largest differences, rule {scores[-1].rule}", right="2 3",
            )  # fmt: skip


def _millions(cell: float | None) -> str:
    return "not known" if cell is None else f"{cell / 1e6:,.1f}"


def _corridors(
    inputs: "Inputs", found: "list[Allocation]", origin: str | None, destination: str | None
) -> list[tuple[Any, ...]]:
    import numpy as np

    from passerelle.economy.remittances.allocation import spread

    low, high = spread(found)
    keep = np.isfinite(high) & (high > 0)
    for axis, place in enumerate((origin, destination)):
        if place is not None:
            chosen = np.array([p == place for p in inputs.places])
            keep &= chosen[:, None] if axis == 0 else chosen[None, :]
    i, j = np.nonzero(keep)
    order = np.argsort(-high[i, j], kind="stable")
    tables = [*(one.sent for one in found), low, high]
    return [
        (inputs.places[a], inputs.places[b], *(_known(table[a, b]) for table in tables))
        for a, b in zip(i[order], j[order], strict=True)
    ]


def _known(cell: float) -> float | None:
    return None if cell != cell else round(float(cell), 2)


def _put(into: Path, store: Any) -> None:
    from passerelle.economy.remittances.matrix import SOURCE, YEARS, by_rules, estimates, gathered, told
    from passerelle.evidence.build import add
    from passerelle.evidence.report import SourceReport

    paper = SourceReport(SOURCE)
    for year in YEARS:
        inputs = gathered(store, year)
        for sentence in told(inputs, by_rules(inputs)):
            paper.remark(f"{year}: {sentence}")
    made = estimates(store)
    add(into, made, paper)
    say_aside(f"{made.height:,} rows of {SOURCE} in {into}, for {', '.join(map(str, YEARS))}.")


@remittances.command()
def saving(
    origin: Annotated[str | None, typer.Argument(help="Where the money is received; the world where left out.")] = None,
    destination: Annotated[str | None, typer.Argument(help="Where it is sent from.")] = None,
    to: Annotated[float, typer.Option("--to", help="Target, percent of the amount.")] = 3.0,
    volume: Annotated[float | None, typer.Option("--volume", help="USD a year; else the evidence's estimate.")] = None,
    price: Annotated[float | None, typer.Option("--price", help="Percent; else the evidence's average price.")] = None,
    format: FormatOption = Format.table,
    evidence: EvidenceOption = None,
) -> None:
    """What a price cut to a target leaves with senders and receivers, the volume read in both ways.

    And how much more may be sent, by every elasticity that can be carried so far.

    Examples:  passerelle remittances saving Mexico "United States"  ·  passerelle remittances saving SEN FRA --to 5
    ·  passerelle remittances saving --volume 590e9 --price 6 --to 3
    """
    from passerelle.base.corridors import Corridor
    from passerelle.base.errors import ModelError
    from passerelle.base.names import find_place
    from passerelle.economy.remittances.corridor import cut_on_corridor
    from passerelle.evidence.store import open_store

    if (origin is None) != (destination is None):
        raise ModelError("Name both ends of the corridor, or neither and give --volume and --price.")
    store = corridor = None
    if origin is not None and destination is not None:
        store = open_store(tuple(evidence or ()))
        corridor = Corridor(find_place(origin).iso3, find_place(destination).iso3)
    found = cut_on_corridor(store, corridor, target=to, volume=volume, price=price)
    for figure in found.figures:
        papers_of = f"{figure.period}, {figure.source} {figure.vintage}"
        say_aside(f"{figure.indicator}: {figure.value} {figure.unit}, {papers_of}")
    if format is Format.json:
        write_json(found.as_dict())
        return
    cuts, answers = found.readings, found.responses
    if format is Format.csv:
        write_csv(list(asdict(cuts[0])), [list(asdict(cut).values()) for cut in cuts])
        return
    write_table(
        ("volume read as", "sent", "saved a year", "arrives before", "arrives after"),
        [(cut.reading, *(_millions(v) for v in (cut.principal, cut.saved, cut.received_before, cut.received_after)))
         for cut in cuts],
        title=f"From {found.price:g} % to {to:g} %, million USD a year", right="1 2 3 4",
    )  # fmt: skip
    rows = [
        (row.elasticity, row.value, *(_millions(v) for v in (row.rise, row.new_at_least)), row.note) for row in answers
    ]
    write_table(
        ("elasticity", "value", "recorded money rises by", "new for certain", "note"), rows,
        title="How much more may be sent, million USD a year (estimates; part may only change channel)", right="1 2 3",
    )  # fmt: skip
