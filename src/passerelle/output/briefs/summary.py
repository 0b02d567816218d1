"""The summary and the key table: what a minister reads first, made from figures and from nothing else.

Stands on `notes`.
"""

from passerelle.base.words import percent
from passerelle.evidence.figures import Figure
from passerelle.evidence.wording import change_text, end_of, name_text
from passerelle.output.briefs.content import Cell, Sentence, Table
from passerelle.output.briefs.notes import Writer

KEY_NAMES = (
    "stock", "stock_female_share", "share_of_emigrants", "share_of_immigrants", "flow", "refugees", "asylum_seekers",
    "remittances_bilateral", "remittances_received_share_gdp_origin", "price_200", "health_workers_origin",
    "health_workers_destination", "unemployment_origin", "unemployment_destination", "income_gap", "youth_share_origin",
    "aged_share_destination", "deaths_of_nationals_origin",
)  # fmt: skip


def summary(w: Writer) -> tuple[Sentence, ...]:
    """Five to eight sentences; one for which the figures are lacking is not said."""
    made = [
        _how_many(w), _trend(w), _women(w), _money(w), _price(w), _protection(w), _health(w), _circumstances(w),
        _not_known(w),
    ]  # fmt: skip
    return tuple(sentence for sentence in made if sentence is not None)


def _how_many(w: Writer) -> Sentence | None:
    stock = w.known.latest("stock")
    if not stock.is_known:
        return w.sentence("No table here estimates how many people from {origin} live in {destination}.", [])
    out, into = w.known.latest("share_of_emigrants"), w.known.latest("share_of_immigrants")
    if out.period == into.period == stock.period:
        return w.sentence(
            "In {year} {number} people from {origin} lived in {destination}: {out} of all emigrants of {origin} and "
            "{into} of all immigrants in {destination}.",
            [stock, out, into], year=w.when(stock), number=w.value(stock), out=w.value(out), into=w.value(into),
        )  # fmt: skip
    return w.sentence(
        "In {year} {number} people from {origin} lived in {destination}.", [stock], year=w.when(stock),
        number=w.value(stock),
    )  # fmt: skip


def _trend(w: Writer) -> Sentence | None:
    series = [f for f in w.known.all_of("stock") if f.is_known and f.value]
    if len(series) < 2:
        return None
    first, before, last = series[0], series[-2], series[-1]
    change = (last.value or 0) / (before.value or 1) - 1
    if abs(change) < 0.01:
        text = "Their number hardly changed between {before} and {last}; in {first} it was {number}."
    elif change > 0:
        text = "Their number grew by {share} between {before} and {last}; in {first} it was {number}."
    else:
        text = "Their number fell by {share} between {before} and {last}; in {first} it was {number}."
    return w.sentence(
        text, [first, before, last], share=percent(abs(change), w.language), before=w.when(before),
        last=w.when(last), first=w.when(first), number=w.value(first),
    )  # fmt: skip


def _women(w: Writer) -> Sentence | None:
    share = w.known.latest("stock_female_share")
    if not share.is_known:
        return None
    return w.sentence("Women are {share} of them.", [share], share=w.value(share))


def _money(w: Writer) -> Sentence | None:
    sent = w.known.latest("remittances_bilateral")
    gdp = w.known.latest("remittances_received_share_gdp_origin")
    received = w.known.latest("remittances_received_origin")
    if sent.is_known and gdp.is_known and received.is_known and received.period == gdp.period:
        return w.sentence(
            "A model of the World Bank puts what they sent home in {sent_year} at {sent}; from the whole world "
            "{origin} received {received} in {year}, which is {share} of its economy.",
            [sent, received, gdp], sent_year=w.when(sent), sent=w.value(sent), received=w.value(received),
            year=w.when(gdp), share=w.value(gdp),
        )  # fmt: skip
    if gdp.is_known:
        return w.sentence(
            "{origin} received remittances of {share} of its economy in {year}, from the whole world.", [gdp],
            share=w.value(gdp), year=w.when(gdp),
        )  # fmt: skip
    return None


def _price(w: Writer) -> Sentence | None:
    price = w.known.latest("price_200")
    if not price.is_known:
        return None
    above = (price.value or 0) > 3
    text = (
        "Sending 200 USD cost {price} of the amount on average in {period}, above the 3 % that states agreed on for "
        "the world’s average."
        if above
        else "Sending 200 USD cost {price} of the amount on average in {period}, within the 3 % that states agreed on "
        "for the world’s average."
    )
    return w.sentence(text, [price], price=w.value(price), period=w.when(price))


def _protection(w: Writer) -> Sentence | None:
    refugees, seekers = w.known.latest("refugees"), w.known.latest("asylum_seekers")
    if refugees.is_known and seekers.is_known and refugees.period == seekers.period:
        return w.sentence(
            "At the end of {year} {refugees} refugees from {origin} and {seekers} asylum-seekers were registered in "
            "{destination}.",
            [refugees, seekers], year=w.when(refugees), refugees=w.value(refugees), seekers=w.value(seekers),
        )  # fmt: skip
    return None


def _health(w: Writer) -> Sentence | None:
    here, there = w.known.latest("health_workers_origin"), w.known.latest("health_workers_destination")
    if not (here.is_known and there.is_known):
        return None
    return w.sentence(
        "{origin} has {here} physicians, nurses and midwives for every 10,000 people ({here_year}), {destination} "
        "{there} ({there_year}).",
        [here, there], here=_bare(w, here), there=_bare(w, there), here_year=w.when(here), there_year=w.when(there),
    )  # fmt: skip


def _bare(w: Writer, figure: Figure) -> str:
    return w.value(figure, short=True)


def _circumstances(w: Writer) -> Sentence | None:
    gap, young = w.known.latest("income_gap"), w.known.latest("youth_share_origin")
    old = w.known.latest("aged_share_destination")
    if gap.is_known and young.is_known and old.is_known:
        return w.sentence(
            "Income per head in {destination} is {gap} times that in {origin} ({year}); {young} of the people of "
            "{origin} are 15 to 24 years old, and {old} of those of {destination} are 65 or over.",
            [gap, young, old], gap=w.value(gap), year=w.when(gap), young=w.value(young), old=w.value(old),
        )  # fmt: skip
    return None


def _not_known(w: Writer) -> Sentence:
    names = w.known.series
    lacking = [name for name, figures in names.items() if not any(f.is_known for f in figures)]
    return w.sentence(
        "Of {all} figures that Passerelle looks for, {unknown} are not known for this corridor; the last part says "
        "what would fill them.",
        [], all=str(len(names)), unknown=str(len(lacking)),
    )  # fmt: skip


def key_table(w: Writer) -> Table:
    """The figures at a glance, each with its period, its change and its notes."""
    rows = []
    for name in KEY_NAMES:
        figure = w.known.latest(name, method="da_pb_closed" if name == "flow" else None, whole=True)
        if not figure.is_known:
            continue
        end = end_of(name)
        label = name_text(name, w.language) + (f" ({w.labels[end]})" if end else "")
        change = change_text(figure, w.known.before(figure), w.language)
        rows.append((Cell(label), w.cell(figure), Cell(change), w.period(figure)))
    head = tuple(w.say(text) for text in ("Figure", "Value", "Change", "Period"))
    return Table(w.say("Key figures"), head, tuple(rows), (3.1, 0, 1.35, 1))
