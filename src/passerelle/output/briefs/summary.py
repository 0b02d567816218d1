"""The summary and the key table: what a minister reads first, made from figures and from nothing else.

Stands on `notes`.
"""

from passerelle.base.words import percent
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.money import TARGET_AVERAGE
from passerelle.evidence.wording import change_text, end_of, name_text
from passerelle.output.briefs.content import Cell, Sentence, Table
from passerelle.output.briefs.notes import UNKNOWN, Writer

KEY_NAMES = (
    "stock", "stock_female_share", "share_of_emigrants", "share_of_immigrants", "flow", "refugees", "asylum_seekers",
    "remittances_bilateral", "remittances_received_share_gdp_origin", "price_200", "health_workers_origin",
    "health_workers_destination", "unemployment_origin", "unemployment_destination", "income_gap", "youth_share_origin",
    "aged_share_destination", "deaths_of_nationals_origin",
)  # fmt: skip


def summary(w: Writer) -> tuple[Sentence, ...]:
    """Up to ten sentences; one for which the figures are lacking is not said."""
    made = [
        _how_many(w), _trend(w), _women(w), *_protection(w), _money(w), _price(w), _health(w), *_circumstances(w),
        _not_known(w),
    ]  # fmt: skip
    return tuple(sentence for sentence in made if sentence is not None)


def _how_many(w: Writer) -> Sentence | None:
    stock = w.known.latest("stock")
    if not stock.is_known:
        return w.sentence("No table here estimates how many people from {origin} live in {destination}.", [])
    out, into = w.known.latest("share_of_emigrants"), w.known.latest("share_of_immigrants")
    if out.period == into.period == stock.period:
        return w.counted(
            "{number} person from {origin} lived in {destination} {when}: {out} of all emigrants of {origin} and "
            "{into} of all immigrants in {destination}.",
            "{number} people from {origin} lived in {destination} {when}: {out} of all emigrants of {origin} and "
            "{into} of all immigrants in {destination}.",
            stock, [stock, out, into], when=w.when(stock), out=w.value(out), into=w.value(into),
        )  # fmt: skip
    return w.counted(
        "{number} person from {origin} lived in {destination} {when}.",
        "{number} people from {origin} lived in {destination} {when}.", stock, [stock], when=w.when(stock),
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
        text, [first, before, last], share=percent(abs(change), w.language), before=w.plain(before),
        last=w.plain(last), first=w.plain(first), number=w.value(first),
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
            "A model of the World Bank puts what was sent home at {sent} {sent_when}; from the whole world {origin} "
            "received {received} {when}, which is {share} of its economy.",
            [sent, received, gdp], sent_when=w.when(sent), sent=w.value(sent), received=w.value(received),
            when=w.when(gdp), share=w.value(gdp),
        )  # fmt: skip
    if sent.is_known:
        return w.sentence(
            "A model of the World Bank puts what was sent home at {sent} {when}.", [sent], sent=w.value(sent),
            when=w.when(sent),
        )  # fmt: skip
    if gdp.is_known:
        return w.sentence(
            "From the whole world {origin} received remittances of {share} of its economy {when}.", [gdp],
            share=w.value(gdp), when=w.when(gdp),
        )  # fmt: skip
    return None


def _price(w: Writer) -> Sentence | None:
    price = w.known.latest("price_200")
    if not price.is_known:
        return None
    above = (price.value or 0) > TARGET_AVERAGE
    text = (
        "Sending 200 USD cost {price} of the amount on average {when}, above the 3 % that states agreed on for the "
        "world’s average."
        if above
        else "Sending 200 USD cost {price} of the amount on average {when}, within the 3 % that states agreed on for "
        "the world’s average."
    )
    return w.sentence(text, [price], price=w.value(price), when=w.when(price))


def _protection(w: Writer) -> list[Sentence]:
    """Refugees and asylum-seekers: in one sentence where they are of one time, else each with its own."""
    refugees, seekers = w.known.latest("refugees"), w.known.latest("asylum_seekers")
    if refugees.is_known and seekers.is_known and refugees.period == seekers.period:
        return [w.sentence(
            "{refugees} refugees from {origin} and {seekers} asylum-seekers were registered in {destination} {when}.",
            [refugees, seekers], when=w.when(refugees, at_end=True), refugees=w.value(refugees),
            seekers=w.value(seekers),
        )]  # fmt: skip
    made = []
    if refugees.is_known:
        made.append(w.counted(
            "{number} refugee from {origin} was registered in {destination} {when}.",
            "{number} refugees from {origin} were registered in {destination} {when}.",
            refugees, [refugees], when=w.when(refugees, at_end=True),
        ))  # fmt: skip
    if seekers.is_known:
        made.append(w.counted(
            "{number} asylum-seeker from {origin} was registered in {destination} {when}.",
            "{number} asylum-seekers from {origin} were registered in {destination} {when}.",
            seekers, [seekers], when=w.when(seekers, at_end=True),
        ))  # fmt: skip
    return made


def _health(w: Writer) -> Sentence | None:
    here, there = w.known.latest("health_workers_origin"), w.known.latest("health_workers_destination")
    if not (here.is_known and there.is_known):
        return None
    return w.sentence(
        "{origin} has {here} physicians, nurses and midwives for every 10,000 people ({here_year}), {destination} "
        "{there} ({there_year}).",
        [here, there], here=w.value(here), there=w.value(there), here_year=w.dated(here), there_year=w.dated(there),
    )  # fmt: skip


def _circumstances(w: Writer) -> list[Sentence]:
    gap, young = w.known.latest("income_gap"), w.known.latest("youth_share_origin")
    old = w.known.latest("aged_share_destination")
    made = []
    if gap.is_known:
        made.append(w.sentence(
            "Income per head at purchasing power in {destination} is {gap} times that in {origin} ({year}).", [gap],
            gap=w.value(gap), year=w.dated(gap),
        ))  # fmt: skip
    if young.is_known and old.is_known:
        made.append(w.sentence(
            "{young} of the people of {origin} are 15 to 24 years old ({young_year}), and {old} of those of "
            "{destination} are 65 or over ({old_year}).",
            [young, old], young=w.value(young), young_year=w.dated(young), old=w.value(old), old_year=w.dated(old),
        ))  # fmt: skip
    return made


def _not_known(w: Writer) -> Sentence:
    names = w.known.series
    lacking = [name for name, figures in names.items() if not any(f.is_known for f in figures)]
    return w.sentence(
        "Of {all} figures that Passerelle looks for, {unknown} are not known for this corridor; “{part}” says what "
        "would fill them.",
        [], all=str(len(names)), unknown=str(len(lacking)), part=w.say(UNKNOWN),
    )  # fmt: skip


def key_figure(w: Writer, name: str) -> Figure:
    """The figure that stands in the key table under a name, known or not."""
    return w.known.latest(name, method="da_pb_closed" if name == "flow" else None, whole=True)


def key_table(w: Writer) -> Table:
    """The figures at a glance, each with its period, its change and its notes."""
    rows = []
    for name in KEY_NAMES:
        figure = key_figure(w, name)
        if not figure.is_known:
            continue
        end = end_of(name)
        label = name_text(name, w.language) + (f" ({w.labels[end]})" if end else "")
        change = change_text(figure, w.known.before(figure), w.language)
        rows.append((Cell(label), w.cell(figure), Cell(change), w.period(figure)))
    head = tuple(w.say(text) for text in ("Figure", "Value", "Change", "Period"))
    return Table(w.say("Key figures"), head, tuple(rows), (3.4, 0, 1.45, 1.25))
