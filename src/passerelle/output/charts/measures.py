"""The charts of a run: three parties with ranges, their years, the terms of each, and what the answer hangs on.

Simulated values are hollow; ranges are from 5 to 95 per cent of the draws. What nobody measured is hollow in the chart
of weights. Stands on `drawing`, `marks` and the records of `measures`.
"""

from collections.abc import Mapping, Sequence
from math import floor, log10
from typing import Any, Literal

from passerelle.base.corridors import Corridor
from passerelle.base.words import compact, listed, mark, number, percent, say
from passerelle.measures.simulation.assumptions import UNMEASURED
from passerelle.output.charts.drawing import Chart, Spec
from passerelle.output.charts.marks import Line, time_chart
from passerelle.output.charts.told import upper_first

Account = Literal["cash", "welfare"]
PARTIES = {
    "migrants": mark("Migrants"),
    "origin": mark("Origin"),
    "destination": mark("Destination"),
    "transit": mark("Transit"),
}
COLOURS = {"migrants": "@migrants", "origin": "@origin", "destination": "@destination", "transit": "@transit"}
LEAST = mark("the party that gains least")
SLUGS = (
    "parties",
    "years",
    "terms-migrants",
    "terms-origin",
    "terms-destination",
    "terms-transit",
    "nurses",
    "weights",
)
MILLION = 1e6
MOST_WEIGHTS = 10
ROW = 44  # pixels a party; of a term 30


def name_of(party: str, language: str, places: Mapping[str, str] | None = None) -> str:
    """A party as it is called: migrants, or the place that it stands for."""
    return (places or {}).get(party) or say(PARTIES[party], language)


def places_of(record: Mapping[str, Any], language: str) -> dict[str, str]:
    """The names of the places of a run by party."""
    ends = Corridor(record["origin"], record["destination"]).places
    found = {"origin": ends[0].in_text(language), "destination": ends[1].in_text(language)}
    if record.get("transit"):
        from passerelle.base.places import place_of  # noqa: PLC0415  only where there is one

        found["transit"] = place_of(record["transit"]).in_text(language)
    return found


def titles(record: Mapping[str, Any], language: str) -> str:
    """The titles of a run's templates; the code of one that was taken out."""
    from passerelle.measures.templates import all_templates  # noqa: PLC0415  reads the catalogue

    known = all_templates()
    return " + ".join(say(known[code].title, language) if code in known else code for code in record["templates"])


def money_text(value: float, language: str) -> str:
    """An amount as it can be known, of three digits at most: 1.6 billion, 882 million, −340,000."""
    if abs(value) < 0.5:
        return number(0, language)
    rounded = round(value, 2 - floor(log10(abs(value))))
    if abs(rounded) >= MILLION:
        leading = abs(rounded) / 1000 ** floor(log10(abs(rounded)) / 3)
        return compact(rounded, language, 0 if leading >= 100 else 1)
    return number(rounded, language)


def chart_of_run(
    record: Mapping[str, Any], slug: str, account: Account, language: str, beside: Sequence[Mapping[str, Any]] = ()
) -> Chart | None:
    """One of the charts of a run; None where there is nothing to draw."""
    if slug == "parties":
        return parties_chart(record, language, beside)
    if slug == "years":
        return years_chart(record, account, language)
    if slug == "weights":
        return weights_chart(record, language)
    if slug == "nurses":
        return nurses_chart(record, language)
    party = slug.removeprefix("terms-")
    return terms_chart(record, party, account, language) if party in record["accounts"][account] else None


def _unit(values: Sequence[float], language: str) -> tuple[float, str]:
    top = max((abs(value) for value in values), default=0.0)
    if top >= 2e9:
        return 1e9, say("billion international USD of 2021", language)
    if top >= 2e6:
        return 1e6, say("million international USD of 2021", language)
    return 1e3, say("thousand international USD of 2021", language)


def _present(record: Mapping[str, Any], account: str) -> dict[str, Mapping[str, float]]:
    return {party: found["present_value"] for party, found in record["accounts"][account].items()}


def parties_chart(record: Mapping[str, Any], language: str, beside: Sequence[Mapping[str, Any]] = ()) -> Chart:
    """Present values of each party in both accounts, with ranges, on one scale; on that of the runs `beside` it too."""
    places = places_of(record, language)
    rows: list[Spec] = []
    ends = [v for one in (record, *beside) for v in _ends(one)]
    by, unit = _unit(ends, language)
    for party in record["accounts"]["welfare"]:
        for account in ("welfare", "cash"):
            value = record["accounts"][account][party]["present_value"]
            rows.append({
                "row": f"{party}-{account}", "colour": COLOURS[party], "welfare": account == "welfare",
                "name": f"{upper_first(name_of(party, language, places))} · {say(_ACCOUNTS[account], language)}",
                "low": value["p5"] / by, "mid": value["p50"] / by, "high": value["p95"] / by,
                "text": money_text(value["p50"], language),
            })  # fmt: skip
    title = finding(record, language)
    subtitle = say(
        "Present value of {years} years at {rate} a year, {unit}; line from 5 to 95% of the draws, dot in the middle; "
        "filled line welfare, thin line cash",
        language,
    ).format(years=record["years"], rate=percent(record["discount"], language, 0), unit=unit)
    told = "; ".join(
        say("{name}: {low} to {high}, middle {mid}", language).format(
            name=row["name"],
            low=money_text(row["low"] * by, language),
            high=money_text(row["high"] * by, language),
            mid=row["text"],
        )
        for row in rows
    )
    return Chart(
        "parties", title, subtitle, f"{title} {told}.", (), _parties_spec(rows, [end / by for end in ends]),
        height=48 + ROW * len(rows), paper_height=40 + 38 * len(rows),
    )  # fmt: skip


def _ends(record: Mapping[str, Any]) -> list[float]:
    return [v for a in ("welfare", "cash") for p in _present(record, a).values() for v in (p["p5"], p["p95"])]


_ACCOUNTS = {"welfare": mark("welfare"), "cash": mark("cash")}


def finding(record: Mapping[str, Any], language: str) -> str:
    """The finding in a sentence: who gains in welfare, who loses, of whom it cannot be said."""
    places = places_of(record, language)
    groups: dict[str, list[str]] = {"gain": [], "lose": [], "open": [], "none": []}
    for party, value in _present(record, "welfare").items():
        name = places.get(party) or say(_AMONG[party], language)
        kind = (
            "none"
            if value["p5"] == value["p95"] == 0
            else "gain"
            if value["p5"] > 0
            else "lose"
            if value["p95"] < 0
            else "open"
        )
        groups[kind].append(name)
    said = [
        say(text, language).format(names=_and(groups[kind], language))
        for kind, text in _FINDINGS.items()
        if groups[kind]
    ]
    whole = "; ".join(said)
    return f"{upper_first(whole)}."


_AMONG = {"migrants": mark("migrants")}
_FINDINGS = {
    "gain": mark("gain in nearly every draw: {names}"),
    "lose": mark("lose in nearly every draw: {names}"),
    "open": mark("may gain or lose: {names}"),
    "none": mark("no effect on {names}"),
}


def _and(names: Sequence[str], language: str) -> str:
    return listed(names, language)


def _parties_spec(rows: Sequence[Spec], ends: Sequence[float]) -> Spec:
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = (high - low or 1.0) * 0.06
    x = {"field": "mid", "type": "quantitative", "scale": {"domain": [low - room, high + room], "nice": False},
         "axis": {"format": ",~f", "tickCount": 6, "domain": False, "ticks": False}}  # fmt: skip
    y = {
        "field": "row",
        "type": "ordinal",
        "sort": None,
        "axis": None,
        "scale": {"paddingInner": 0.2, "paddingOuter": 0.4},
    }
    layers: list[Spec] = [
        {"data": {"values": [{"row": row["row"], "mid": 0} for row in rows]}, "encoding": {"x": x, "y": y},
         "mark": {"type": "tick", "color": "@soft", "thickness": 1, "opacity": 1, "size": 24}}
    ]  # fmt: skip
    for row in rows:
        layers += _interval(row, x, y)
    data = {"values": list(rows)}
    # the words stand above each line, over a halo where the line of zero passes
    for look in ({"stroke": "@paper", "strokeWidth": 4}, {}):
        layers.append({
            "data": data, "mark": {"type": "text", "align": "left", "dy": -15, "fontSize": 13, **look},
            "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "name"}},
        })  # fmt: skip
    layers.append({
        "data": data, "mark": {"type": "text", "align": "right", "dy": -15, "fontSize": 13, "fontWeight": 600},
        "encoding": {"x": {"value": "width"}, "y": y, "text": {"field": "text"}},
    })  # fmt: skip
    return {"layer": layers}


def _interval(row: Spec, x: Spec, y: Spec) -> list[Spec]:
    """A range and its middle: broad for welfare, thin for cash; hollow, since it is simulated."""
    data = {"values": [row]}
    line = {"type": "rule", "color": row["colour"], "opacity": 0.5 if row["welfare"] else 0.9,
            "strokeWidth": 9 if row["welfare"] else 2}  # fmt: skip
    dot = {"type": "point", "filled": True, "fill": "@paper", "stroke": row["colour"], "strokeWidth": 2, "size": 64,
           "opacity": 1}  # fmt: skip
    return [
        {"data": data, "mark": line, "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y}},
        {"data": data, "mark": dot, "encoding": {"x": x, "y": y}},
    ]


def years_chart(record: Mapping[str, Any], account: Account, language: str) -> Chart:
    """Each party's gain or loss by year, with ranges, on one scale."""
    places = places_of(record, language)
    parties = record["accounts"][account]
    by, unit = _unit([p[k] for found in parties.values() for p in found["path"] for k in ("p5", "p95")], language)
    lines = []
    for at, (party, found) in enumerate(parties.items()):
        shift = (at - 1) * 0.14  # ranges of the parties stand beside one another
        points = tuple((p["year"], p["p50"] / by, True) for p in found["path"])
        whiskers = tuple((p["year"] + shift, p["p5"] / by, p["p95"] / by) for p in found["path"])
        lines.append(Line(name_of(party, language, places), COLOURS[party], points, dashed=True, whiskers=whiskers))
    title = say("What each party gains or loses year by year, {account}", language).format(
        account=say(_ACCOUNTS[account], language)
    )
    subtitle = say(
        "By year of the measure, {unit} a year; lines are the middle of the draws, whiskers 5 to 95%", language
    )
    last = {party: found["path"][-1]["p50"] for party, found in parties.items()}
    told = "; ".join(f"{name_of(p, language, places)} {money_text(v, language)}" for p, v in last.items())
    return Chart(
        "years", title, subtitle.format(unit=unit), f"{title}. {say('In the last year:', language)} {told}.", (),
        time_chart(lines), height=320, paper_height=220,
    )  # fmt: skip


def nurses_moved(record: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Nurses and midwives at home by year, where the measure changes how many there are; else nothing."""
    years: Sequence[Mapping[str, Any]] = record["people"]["nurses_at_home"]
    return years if any(max(abs(y["more"]["p5"]), abs(y["more"]["p95"])) >= 0.5 for y in years) else ()


def nurses_chart(record: Mapping[str, Any], language: str) -> Chart | None:
    """How many nurses and midwives more there are at home than without the measure, year by year."""
    years = nurses_moved(record)
    if not years:
        return None
    place = Corridor(record["origin"], record["destination"]).places[0].in_text(language)
    points = tuple((y["year"], y["more"]["p50"], True) for y in years)
    whiskers = tuple((y["year"], y["more"]["p5"], y["more"]["p95"]) for y in years)
    line = Line(say("more at home", language), COLOURS["origin"], points, dashed=True, whiskers=whiskers)
    title = say("Nurses and midwives in {place}: the difference to the course without", language).format(place=place)
    subtitle = say("By year of the measure, persons; the line is the middle of the draws, whiskers 5 to 95%", language)
    last = years[-1]["more"]
    told = say("In the last year: {middle}, {low} to {high}.", language).format(
        middle=people_text(last["p50"], language), low=people_text(last["p5"], language),
        high=people_text(last["p95"], language),
    )  # fmt: skip
    return Chart("nurses", title, subtitle, f"{title}. {told}", (), time_chart([line]), height=240, paper_height=180)


def people_text(count: float, language: str) -> str:
    """A number of people as a model can know it: three digits."""
    return number(round(count, 2 - floor(log10(abs(count)))) if abs(count) >= 1 else 0, language)


def terms_chart(record: Mapping[str, Any], party: str, account: Account, language: str) -> Chart | None:
    """How a party's present value comes about: its terms, the largest first, and their sum; averages, which add up."""
    found = record["accounts"][account][party]
    terms = sorted(found["terms"].items(), key=lambda item: -abs(item[1]["mean"]))
    terms = [(term, value) for term, value in terms if abs(value["mean"]) >= 0.5]
    if not terms:
        return None
    by, unit = _unit([value["mean"] for _, value in terms] + [found["present_value"]["mean"]], language)
    rows: list[Spec] = []
    run = 0.0
    for term, value in terms:
        rows.append(_step(term_text(term, language), run / by, (run + value["mean"]) / by, value["mean"], language))
        run += value["mean"]
    rows.append({**_step(say("Together", language), 0.0, run / by, run, language), "whole": True})
    name = name_of(party, language, places_of(record, language))
    title = say("Where it comes from: {name}", language).format(name=name)
    subtitle = say(
        "Present value by term, average of the draws, {unit}; to the left a loss, {account}", language
    ).format(unit=unit, account=say(_ACCOUNTS[account], language))
    told = "; ".join(f"{row['name']} {row['text']}" for row in rows)
    return Chart(
        f"terms-{party}", title, subtitle, f"{title}. {told}.", (), _steps_spec(rows, COLOURS[party]),
        height=44 + 40 * len(rows), paper_height=40 + 40 * len(rows),
    )  # fmt: skip


def term_text(term: str, language: str) -> str:
    """A term as it is read; lines of costs keep what they are for."""
    if term.startswith("costs: "):
        return f"{say('Costs', language)}: {say(term.removeprefix('costs: '), language)}"
    said = say(term, language)
    return upper_first(said)


def _step(name: str, start: float, end: float, money: float, language: str) -> Spec:
    return {
        "name": name,
        "start": start,
        "end": end,
        "gain": money >= 0,
        "text": money_text(money, language),
        "whole": False,
    }


def _steps_spec(rows: Sequence[Spec], colour: str, room_right: int = 92) -> Spec:
    """Steps under their names; `room_right` is what the numbers at the end of the line of words need, pixels."""
    at = [value for row in rows for value in (row["start"], row["end"])]
    low, high = min(0.0, *at), max(0.0, *at)
    room = (high - low or 1.0) * 0.05
    x = {"field": "start", "type": "quantitative", "scale": {"domain": [low - room, high + room], "nice": False},
         "axis": {"format": ",~f", "tickCount": 6, "domain": False, "ticks": False}}  # fmt: skip
    y = {
        "field": "name",
        "type": "ordinal",
        "sort": None,
        "axis": None,
        "scale": {"paddingInner": 0.55, "paddingOuter": 0.45},
    }
    data = {"values": [{**row, "zero": 0} for row in rows]}
    opacity = {"condition": {"test": "datum.whole || !datum.gain", "value": 1}, "value": 0.55}
    fill = {"condition": {"test": "datum.gain", "value": colour}, "value": "@paper"}
    bars = {"mark": {"type": "bar", "stroke": colour, "strokeWidth": 1.6},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": y, "fill": fill, "fillOpacity": opacity}}  # fmt: skip
    # beside each bar, and not through the words above it
    zero = {"mark": {"type": "tick", "color": "@soft", "thickness": 1, "opacity": 1},
            "encoding": {"x": {**x, "field": "zero"}, "y": y}}  # fmt: skip
    limit = {"limit": {"expr": f"width - {room_right}"}}
    words: list[Spec] = [
        {"mark": {"type": "text", "align": "left", "dy": -17, "fontSize": 13, **limit, **look},
         "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "name"}}}
        for look in ({"stroke": "@paper", "strokeWidth": 4}, {})
    ]  # fmt: skip
    words += [
        {"mark": {"type": "text", "align": "right", "dy": -17, "fontSize": 13, "fontWeight": 600, **look},
         "encoding": {"x": {"value": "width"}, "y": y, "text": {"field": "text"}}}
        for look in ({"stroke": "@paper", "strokeWidth": 4}, {})
    ]  # fmt: skip
    return {"data": data, "layer": [zero, bars, *words]}


def weights_chart(record: Mapping[str, Any], language: str) -> Chart | None:
    """What the answer hangs on: total Sobol indices for the party that gains least; assumptions hollow."""
    weights = [w for w in record["sensitivity"]["outputs"].get(LEAST, ()) if w["total"] > 0.005][:MOST_WEIGHTS]
    if not weights:
        return None
    rows: list[Spec] = [
        {"name": say(w["title"], language), "start": 0.0, "end": w["total"], "gain": w["status"] not in UNMEASURED,
         "text": percent(w["total"], language, 0), "whole": False}
        for w in weights
    ]  # fmt: skip
    title = say("The answer hangs most on: {name}", language).format(name=rows[0]["name"])
    subtitle = say(
        "Part of the spread of the party that gains least that goes with each quantity, alone and together with others "
        "(total Sobol index); hollow where nobody has measured it",
        language,
    )
    told = "; ".join(f"{row['name']} {row['text']}" for row in rows)
    spec = _steps_spec(rows, "@accent", 36)
    for layer in spec["layer"]:
        if "x" in layer["encoding"] and "axis" in layer["encoding"]["x"]:
            layer["encoding"]["x"] = {
                **layer["encoding"]["x"],
                "axis": {**layer["encoding"]["x"]["axis"], "format": ".0%"},
            }
    return Chart(
        "weights", title, subtitle, f"{title}. {told}.", (), spec, height=44 + 40 * len(rows),
        paper_height=40 + 40 * len(rows),
    )  # fmt: skip
