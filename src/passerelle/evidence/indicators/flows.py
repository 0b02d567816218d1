"""Our own estimates of flows, beside the published ones.

The estimates are made in `demography.flows` and stand in the store as a source of their own. Stands on `basis`.
"""

from collections.abc import Iterator, Mapping

from passerelle.base.words import mark
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import CorridorEvidence, derived, from_row, indicator
from passerelle.evidence.indicators.people import FLOW_METHODS

# Codes in the store and the names of the methods; where the published table has the method, its name.
OUR_METHODS: Mapping[str, str] = {
    "PSEUDO_BAYES": FLOW_METHODS["DA_PB_CLOSED"],
    "CLOSED": FLOW_METHODS["DA_MIN_CLOSED"],
    "OPEN_DR": FLOW_METHODS["DA_MIN_OPEN"],
    "OPEN": mark("demographic accounting, fewest moves, open, patterns exchanged"),
    "INDEPENDENCE": mark("demographic accounting, independent moves, closed"),
    "RATE": FLOW_METHODS["MIG_RATE"],
    "REVERSE_NEGATIVE": FLOW_METHODS["SD_REV_NEG"],
    "DROP_NEGATIVE": FLOW_METHODS["SD_DROP_NEG"],
}
_ORDER = {code: at for at, code in enumerate(OUR_METHODS)}


@indicator(
    id="flow_estimated", name="People who moved from origin to destination in five years, our own estimate",
    section="people", scope="corridor", unit="PS",
    formula="from stocks, births and deaths by the method named; interval of 80% of perturbed inputs",
    needs=("migration_flow_estimate", "migration_flow_estimate_total"), max_age=8,
    reference="Abel & Cohen (2019), Sci. Data 6:82; Azose & Raftery (2019), PNAS 116",
    fills="`passerelle flows world` on evidence with stocks by sex and World Population Prospects.", show="number",
)  # fmt: skip
def flow_estimated(e: CorridorEvidence) -> Iterator[Figure]:
    rows = e.observed.get("migration_flow_estimate", [])
    told = {(row.breakdown, row.period, row.sex): row for row in rows}
    zero = _covered(e) - set(told)
    for code, period, sex in sorted(set(told) | zero, key=lambda key: (_ORDER.get(key[0], 99), key[2], key[1])):
        if (code, period, sex) in told:
            yield from_row(told[code, period, sex], method=code.lower())
        else:
            total = next(r for r in e.origin.observed["migration_flow_estimate_total"] if r.period == period)
            nobody = derived(0.0, "PS", [total], period=period, method=code.lower())
            yield nobody.about(sex=sex, status="E", note=mark("the estimate is below half a person"))


def _covered(e: CorridorEvidence) -> set[tuple[str, str, str]]:
    """Methods, periods and sexes in which both ends have their totals: a pair without a row is then next to nobody."""
    code = "migration_flow_estimate_total"
    out = {(r.breakdown, r.period, r.sex) for r in e.origin.observed.get(code, ()) if r.origin == e.origin.iso3}
    into = {(r.breakdown, r.period, r.sex) for r in e.destination.observed.get(code, ()) if r.origin == "_T"}
    return out & into
