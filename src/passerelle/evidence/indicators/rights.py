"""Rights and risks: instruments, detections, deaths on the way, returns.

Absence from a table of treaties reads "none recorded by" its date, never "not ratified". Stands on `basis`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import (
    CorridorEvidence,
    PlaceEvidence,
    derived,
    from_row,
    indicator,
    plain,
)

# code, name
TREATIES = {
    "ICRMW": "Convention on the rights of migrant workers (ICRMW, 1990)",
    "REFUGEE_CONVENTION": "Refugee Convention (1951)",
    "REFUGEE_PROTOCOL": "Refugee Protocol (1967)",
    "UNTOC": "Convention against transnational organised crime (2000)",
    "TRAFFICKING_PROTOCOL": "Trafficking Protocol (2000)",
    "SMUGGLING_PROTOCOL": "Smuggling Protocol (2000)",
    "CEDAW": "Convention on discrimination of women (CEDAW, 1979)",
    # read where their tables are added
    "ICERD": "Convention on racial discrimination (ICERD, 1965)",
    "ICCPR": "Covenant on civil and political rights (ICCPR, 1966)",
    "ICESCR": "Covenant on economic, social and cultural rights (ICESCR, 1966)",
    "CAT": "Convention against torture (CAT, 1984)",
    "CRC": "Convention on the rights of the child (CRC, 1989)",
    "STATELESS_PERSONS": "Convention on the status of stateless persons (1954)",
    "STATELESSNESS_REDUCTION": "Convention on the reduction of statelessness (1961)",
    "ILO_C029": "ILO Forced Labour Convention (C29, 1930)",
    "ILO_P029": "ILO Forced Labour Protocol (P29, 2014)",
    "ILO_C097": "ILO Migration for Employment Convention (C97, 1949)",
    "ILO_C105": "ILO Abolition of Forced Labour Convention (C105, 1957)",
    "ILO_C111": "ILO Discrimination Convention (C111, 1958)",
    "ILO_C118": "ILO Equality of Treatment in Social Security Convention (C118, 1962)",
    "ILO_C143": "ILO Migrant Workers Convention (C143, 1975)",
    "ILO_C157": "ILO Maintenance of Social Security Rights Convention (C157, 1982)",
    "ILO_C181": "ILO Private Employment Agencies Convention (C181, 1997)",
    "ILO_C189": "ILO Domestic Workers Convention (C189, 2011)",
    "ILO_C190": "ILO Violence and Harassment Convention (C190, 2019)",
    "ECHR": "European Convention on Human Rights (1950)",
    "ECHR_P4": "Protocol 4 to the European Convention on Human Rights (1963)",
    "AMERICAN_CONVENTION": "American Convention on Human Rights (1969)",
    "AFRICAN_CHARTER": "African Charter on Human and Peoples’ Rights (1981)",
    "OAU_REFUGEE": "African convention on refugees (1969)",
    "KAMPALA": "Kampala Convention on internally displaced persons (2009)",
    "COE_SOCIAL_CHARTER": "European Social Charter, revised (1996)",
    "COE_MIGRANT_WORKERS": "European convention on the legal status of migrant workers (1977)",
    "COE_DATA_PROTECTION": "Council of Europe convention on data protection (1981)",
    "COE_ISTANBUL": "Council of Europe convention on violence against women (Istanbul, 2011)",
    "COE_TRAFFICKING": "Council of Europe convention on trafficking (2005)",
    "UNESCO_2005": "UNESCO convention on the diversity of cultural expressions (2005)",
}


# treaties that some state has left, and those of which it is disputed whether some state is bound
LEFT = ("ECHR", "ECHR_P4", "AMERICAN_CONVENTION")
DISPUTED = ("AMERICAN_CONVENTION",)


def codes_of(code: str) -> tuple[str, ...]:
    """The observed codes of a treaty: who is bound; who is no longer; of whom it is disputed."""
    kinds = ("party", *(["left"] if code in LEFT else []), *(["disputed"] if code in DISPUTED else []))
    return tuple(f"{kind}_{code.lower()}" for kind in kinds)


def first_act(rows: Iterable[Any]) -> Any:
    """The first act by which a state is bound: of the first year the earliest day, where one table has the day."""
    return min(rows, key=lambda row: (row.period[:4], len(row.period) == 4, row.period))


def _party(code: str) -> Any:
    def compute(e: PlaceEvidence) -> Iterator[Figure]:
        rows = e.observed.get(f"party_{code.lower()}", ())
        if rows:
            yield from_row(first_act(rows), method="as recorded by the depositary")
        for row in e.observed.get(f"left_{code.lower()}", ()):
            yield from_row(row, factor=0.0, method="as recorded by the depositary")

    return compute


for _code, _title in TREATIES.items():
    indicator(
        id=f"party_{_code.lower()}", name=_title, section="rights", scope="place", unit="1",
        formula="1 where a ratification, accession or succession is recorded; the period is its date",
        needs=codes_of(_code), reference="The depositary’s list of parties, in the table named",
        max_age=200, fills="The depositary’s table of this instrument: add it to your own build.", show="flag",
        absence="none recorded by {vintage}",
    )(_party(_code))  # fmt: skip


def by_year(rows: Iterable[Any], method: str, last: str) -> Iterator[Figure]:
    """Sums by calendar year of rows dated by month or day.

    `last` is the newest period of the whole table: a year that the table does not hold whole says so.
    """
    years: dict[str, list[Any]] = {}
    for row in rows:
        years.setdefault(row.period[:4], []).append(row)
    for year, held in sorted(years.items()):
        whole = derived(sum(row.value for row in held), held[0].unit, held, period=year, method=method)
        if last[:4] == year and last[5:7] not in ("", "12"):
            whole = whole.about(status="P", note=f"until {last[:7]} only")
        yield whole.about(sex="_T", age="_T")


@indicator(
    id="detections", name="Irregular crossings of the EU’s external borders detected, nationals of the origin",
    section="rights", scope="place", at="origin", unit="CROSSINGS",
    formula="sum over routes and months; crossings, not persons: one person may be counted several times",
    needs=("detections",), reference="Frontex, detections of illegal border-crossings (the publisher’s term)",
    max_age=2, fills="Frontex’s table of detections.", show="number", absence="none recorded by {vintage}",
)  # fmt: skip
def detections(e: PlaceEvidence) -> Iterator[Figure]:
    rows = e.observed.get("detections", ())
    yield from by_year(rows, "sum over routes and months", e.held.ends.get("detections", ""))


@indicator(
    id="border_encounters", name="Encounters at the United States’ southwest border, nationals of the origin",
    section="rights", scope="corridor", unit="ENCOUNTERS", formula="sum over components and months of a calendar year",
    needs=("border_encounters",), reference="US Customs and Border Protection", max_age=2,
    fills="The table covers arrivals in the United States only.", show="number",
)  # fmt: skip
def border_encounters(e: CorridorEvidence) -> Iterator[Figure]:
    rows = e.observed.get("border_encounters", ())
    yield from by_year(rows, "sum over months", e.held.ends.get("border_encounters", ""))


def _deaths(side: str) -> Any:
    def compute(e: PlaceEvidence) -> Iterator[Figure]:
        rows = (e.leaving if side == "out" else e.arriving).get("deaths_missing", ())
        note = "those whose nationality is known; many are not" if side == "out" else ""
        for figure in by_year(rows, "sum over incidents", e.held.ends.get("deaths_missing", "")):
            yield figure.about(note="; ".join(part for part in (note, figure.note) if part))

    return compute


indicator(
    id="deaths_of_nationals", name="Dead and missing on migration routes, nationals", section="rights",
    scope="place", at="origin", unit="PS", formula="sum over incidents of a year; a minimum",
    needs=("deaths_missing",), sums=("deaths_missing",), reference="IOM, Missing Migrants Project", max_age=2,
    fills="IOM’s table of incidents.", show="number", absence="none recorded by {vintage}",
)(_deaths("out"))  # fmt: skip

indicator(
    id="deaths_here", name="Dead and missing migrants on this territory or off its coast", section="rights",
    scope="place", unit="PS", formula="sum over incidents of a year, all nationalities; a minimum",
    needs=("deaths_missing",), sums=("deaths_missing",), reference="IOM, Missing Migrants Project", max_age=2,
    fills="IOM’s table of incidents.", show="number", absence="none recorded by {vintage}",
)(_deaths("in"))  # fmt: skip

for _code, _title, _breakdown, _table in (
    ("refused_entry", "People refused entry at the border", "TOTAL.TOTAL", "migr_eirfs"),
    ("found_irregularly_present", "People found irregularly present", "TOTAL.TOTAL", "migr_eipre"),
    ("return_orders", "People ordered to leave", "_Z", "migr_eiord1"),
    ("returns", "People returned after an order to leave", "_Z", "migr_eirtn1"),
):
    indicator(
        id=_code, name=_title, section="rights", scope="place", at="destination", unit="PS",
        formula="as published, in a year", needs=(_code,), reference=f"Eurostat, {_table}", max_age=3,
        fills=f"Eurostat’s table {_table}: EU and EFTA only; add it to your own build where it is not shipped.",
        show="number",
    )(plain(_code, breakdown=_breakdown))  # fmt: skip

indicator(
    id="visas_issued", name="Short-stay visas issued by the destination in the origin", section="rights",
    scope="corridor", unit="VISAS",
    formula="as published, in a year, by country of the consulate and not by nationality", needs=("visas_issued",),
    reference="European Commission, DG HOME, visa statistics for consulates", max_age=3,
    fills="The Commission’s statistics for consulates, Schengen destinations only: add them to your own build.",
    show="number",
)(plain("visas_issued", breakdown="UNIFORM_C"))  # fmt: skip

_MIPEX = "MIPEX’s scores by year and policy area: its licence is not stated, so it is read by your own build only."
indicator(
    id="mipex", name="Migrant integration policy, overall score", section="rights", scope="place",
    at="destination", unit="INDEX", formula="as published, 0 to 100; never used to rank", needs=("mipex_overall",),
    reference="MIPEX", max_age=5, fills=_MIPEX, show="number",
)(plain("mipex_overall"))  # fmt: skip

for _area, _title in (
    ("labour_market", "Migrant integration policy: mobility on the labour market"),
    ("family_reunion", "Migrant integration policy: family reunion"),
    ("education", "Migrant integration policy: education"),
    ("health", "Migrant integration policy: health"),
    ("political_participation", "Migrant integration policy: political participation"),
    ("permanent_residence", "Migrant integration policy: permanent residence"),
    ("nationality", "Migrant integration policy: access to nationality"),
    ("anti_discrimination", "Migrant integration policy: protection from discrimination"),
):
    indicator(
        id=f"mipex_{_area}", name=_title, section="rights", scope="place", at="destination", unit="INDEX",
        formula="as published, 0 to 100; never used to rank", needs=(f"mipex_{_area}",), reference="MIPEX",
        max_age=5, fills=_MIPEX, show="number",
    )(plain(f"mipex_{_area}"))  # fmt: skip


def _no_corridor(_: CorridorEvidence) -> Iterator[Figure]:
    """Figures of routes are made by `evidence.routes`; a corridor has none."""
    return iter(())


for _id, _title, _code, _unit, _reference in (
    ("route_detections", "Irregular crossings detected on the route", "detections", "CROSSINGS",
     "Frontex, detections of illegal border-crossings (the publisher’s term)"),
    ("route_deaths", "Dead and missing on the route", "deaths_missing", "PS", "IOM, Missing Migrants Project"),
):  # fmt: skip
    indicator(
        id=_id, name=_title, section="rights", scope="route", unit=_unit,
        formula="sum over what the register files under the route in a year", needs=(_code,),
        reference=_reference, max_age=2, fills="A register that files incidents under this route.", show="number",
    )(_no_corridor)  # fmt: skip
