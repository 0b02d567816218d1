"""Plans for the tests of their printed forms: a small one that has everything, a single action, a huge one."""

from datetime import date
from decimal import Decimal
from functools import cache

import msgspec

from passerelle.measures.templates import all_templates
from passerelle.plans.building import measure_from, with_measure
from passerelle.plans.checking import check
from passerelle.plans.gate import fingerprint
from passerelle.plans.reading import read_plan
from passerelle.plans.records import (
    Action,
    Contingency,
    Corridor,
    Cost,
    Department,
    Fund,
    Indicator,
    Measure,
    Objective,
    Observation,
    Period,
    Plan,
    Range,
    Risk,
    Screened,
    Source,
    Target,
)

DAY = date(2027, 3, 15)
SMALL = """
plan: 1
title: Skills and savings between Morocco and Belgium
period: {start: 2027-01-01, end: 2028-12-31}
currency: EUR
demonstration: true
owners: [Ministry of the Diaspora of Tamsna, Agency for Development of Brabon]
where: {places: [MAR, BEL]}
summary: >-
  Two invented partners train nurses for both labour markets and make it cheaper to send money home.
situation: >-
  About 240,000 people born in the origin live in the destination. What they send home costs 6.4 % of the amount on
  the mean; one nurse in nine who finishes school leaves within five years.
monitoring: The partners meet twice a year; each lead reports with evidence by the end of January and of July.
aims:
  - Both sides gain, and so do the people who move and the families who stay.
  - No action weakens the health care of the place of origin.
departments:
  - {key: health, name: Ministry of Health of Tamsna, member: Tamsna, part: "Schools, placements"}
  - {key: finance, name: Central Bank of Tamsna, part: Payment rules}
  - {key: brabon, name: Agency for Development of Brabon, part: Funds and follow-up}
stakeholders:
  - {key: nurses, name: Association of Nurses Abroad, kind: association, part: Mentors}
  - {key: banks, name: Forum of Payment Firms, kind: private, part: Consulted on the price comparison}
prices_of: 2026
inflation:
  - {key: prices, rate: 0.021, source: "IMF, World Economic Outlook, October 2026"}
  - {key: wages, rate: 0.034, source: "Tamsna Statistical Office, wage index 2026"}
exchange_rates:
  - {base: EUR, currency: MAD, day: 2026-12-31, units: 10.842, source: "European Central Bank, reference rates"}
  - {base: EUR, currency: USD, day: 2026-12-31, units: 1.127, source: "European Central Bank, reference rates"}
contingency: {rate: 0.05, of: {construction: 0.10}}
uncertainty: {correlation: 0.25}
sources:
  - {key: state, name: Budget of Tamsna, kind: own, department: health}
  - {key: agency, name: Agency for Development of Brabon, kind: donor}
  - {key: fund, name: "Diaspora Fund \\"Racines\\"", kind: diaspora, note: Pledged in November 2026}
objectives:
  - key: skills
    title: Nurses are trained for both labour markets and none is missing at home
    text: The number of nurses at home rises although some leave.
    indicators:
      - name: Nurses and midwives at home
        unit: per 10,000 people
        baseline: {value: 13.9, period: "2024", source: "WHO, National Health Workforce Accounts, 2025"}
        target: {value: 15.5, on: 2028-12-31}
        source: WHO, National Health Workforce Accounts
    measures:
      - key: schools
        title: Open two schools of nursing with a track for each labour market
        text: Each school takes 60 students a year, half on each track.
        template: health-training
        corridor: {origin: MAR, destination: BEL}
        parameters: {seats: 60}
        expected: {text: "About 35 nurses more at home after ten years, in nine draws of ten.", run: run-118}
        actions:
          - key: build
            title: Build and equip the schools in Agadir and Oujda
            text: Two buildings of the state are converted; workshops are equipped with models and beds.
            lead: health
            helps: [brabon]
            start: 2027-01-15
            days: 240
            steps:
              - {title: Tender published, by: 2027-02-28}
              - {title: Buildings handed over, by: 2027-09-11}
            indicators:
              - name: Places in the schools
                unit: places
                baseline: {value: 0, period: "2026", source: "Ministry of Health, register of schools"}
                target: {value: 120, on: 2027-12-31}
                source: Register of schools
            costs:
              - key: works
                item: Conversion of two buildings
                category: construction
                quantity: 2
                unit: buildings
                unit_cost: {low: 4800000, likely: 5400000, high: 7900000}
                currency: MAD
                inflation: prices
                source: "Tenders of 2025, Ministry of Public Works"
              - {key: models, item: "Models, beds and devices", category: equipment, quantity: 2, unit: sets, unit_cost: 148500.55, spread: end}
            funds:
              - {source: state, share: 0.4}
              - {source: agency, amounts: {2027: 500000}}
            risks:
              - text: Works are late because of permits
                likelihood: high
                effect: medium
                mitigation: Permits are asked for before the tender
                owner: health
            theme: 2.2-training
            gcm: [18]
            sdg: ["4.3", "3.c"]
          - key: teachers
            title: Find and train teachers
            lead: health
            helps: [nurses]
            days: 180
            start: 2027-03-01
            costs:
              - {key: pay, item: Pay of 14 teachers, category: staff, quantity: 14, unit: person-years, unit_cost: {low: 128000, likely: 141000, high: 156000}, currency: MAD, inflation: wages, spread: yearly}
              - {key: travel, item: Stays of mentors, category: travel, quantity: {low: 20, likely: 24, high: 40}, unit: stays, unit_cost: 1850}
            funds:
              - {source: state, share: 0.5}
            gcm: [18]
          - key: first-year
            title: First year of both tracks
            lead: health
            days: 330
            needs: [build, {action: teachers, gap_days: 14}]
            indicators:
              - name: Students who finish the first year
                unit: persons
                target: {value: 108, on: 2028-10-31}
            costs:
              - {key: running, item: Running costs of the schools, category: services, quantity: 120, unit: students, unit_cost: {low: 2100, likely: 2600, high: 3300}}
              - {key: visit, item: Visit of experts from Tunis, category: travel, quantity: 2, unit: visits, unit_cost: 4000, currency: TND}
            risks:
              - text: Graduates leave on the home track as well
                likelihood: medium
                effect: high
                mitigation: Posts with housing are offered before the last term
              - text: The language of the destination takes longer than planned
                likelihood: medium
                effect: low
      - key: recognition
        title: Recognise diplomas on the day of graduation
        text: Curricula are agreed on by both chambers before the first class ends.
        corridor: {origin: MAR, destination: BEL}
        actions:
          - key: curricula
            title: Agree on curricula with both chambers of nurses
            lead: brabon
            start: 2027-06-01
            end: 2027-12-15
            costs:
              - {key: meetings, item: Meetings and translation, category: services, quantity: 6, unit: meetings, unit_cost: 7200}
            funds:
              - {source: agency, share: 1}
            indicators:
              - name: Days from application to recognition
                unit: days
                baseline: {value: 212, period: "2025", source: "Chamber of Nurses of Brabon, annual report 2025"}
                target: {value: 30, on: 2028-12-31}
                source: Annual reports of the chamber
            risks:
              - {text: The chambers do not agree, likelihood: low, effect: high, mitigation: A mediator is named}
  - key: savings
    title: More of what migrants send arrives
    measures:
      - key: prices
        title: Compare prices and open the market
        actions:
          - key: compare
            title: Put a public comparison of prices online
            lead: finance
            helps: [banks]
            start: 2027-02-01
            end: 2027-07-31
            costs:
              - {key: page, item: Page and its care, category: information, quantity: 1, unit: page, unit_cost: {low: 90000, likely: 120000, high: 180000}, spread: start}
            funds:
              - {source: fund, share: 0.75}
            gcm: [20]
            sdg: ["10.c"]
            indicators:
              - name: Average cost of sending 200 US dollars
                unit: "%"
                baseline: {value: 6.4, period: 2026-Q3, source: "World Bank, Remittance Prices Worldwide"}
                target: {value: 3, on: 2028-12-31}
                source: World Bank, Remittance Prices Worldwide
          - key: licence
            title: Open the licence for payment firms
            lead: finance
            days: 200
            needs: [compare]
            trade:
              - sector: K
                text: Agencies in the countryside may close
                jobs_at_risk: 40
                mitigation: Agents are trained as points of mobile payment
                source: "Central Bank, survey of agents 2025"
"""


@cache
def small() -> Plan:
    """A plan of two years with two objectives and seven actions; one measure comes from the catalogue."""
    plan = read_plan(SMALL)
    made, sources = measure_from(
        all_templates()["matched-funds"], title="Match what migrants give to projects at home",
        corridor=Corridor("MAR", "BEL"), record=None, years=1, taken={one.key for one in plan.actions()},
    )  # fmt: skip
    plan = with_measure(plan, "savings", made, sources)
    plan = with_screening(plan, "schools", Screened("no stop found", date(2026, 12, 1), date(2028, 12, 1)))
    plan = with_screening(plan, "recognition", Screened("incomplete", date(2026, 12, 3)))
    check(plan)
    return plan


def with_screening(plan: Plan, key: str, screened: Screened) -> Plan:
    """The plan with a screening of a measure as it is."""

    def of(measure: Measure) -> Measure:
        if measure.key != key:
            return measure
        return msgspec.structs.replace(
            measure, screening=msgspec.structs.replace(screened, fingerprint=fingerprint(measure))
        )

    return msgspec.structs.replace(plan, objectives=tuple(
        msgspec.structs.replace(one, measures=tuple(of(each) for each in one.measures)) for one in plan.objectives
    ))  # fmt: skip


def single() -> Plan:
    """The least that is a plan: one action without costs, leader, or anything to judge it by."""
    action = Action(key="only", title="Write the strategy", days=90)
    return Plan(
        title="A beginning", period=Period(date(2027, 1, 1), date(2027, 12, 31)), currency="XOF",
        objectives=(Objective("begin", "Begin", measures=(Measure("write", "Write", actions=(action,)),)),),
    )  # fmt: skip


HOSTILE = 'A <b>title</b> & "quotes" #panic() $x^2$ *bold* _it_ @ref [x] `raw` // no \\ end'


def hostile() -> Plan:
    """Text that is markup to one form or another, everywhere."""
    action = Action(
        key="x", title=f"1 {HOSTILE}", text=f"2 {HOSTILE}", days=30, risks=(Risk(text=f"3 {HOSTILE}"),),
        indicators=(Indicator(name=f"4 {HOSTILE}"),),
        costs=(Cost(key="c", item=f"5 {HOSTILE}", category="other", quantity=Decimal(1), unit_cost=Decimal(10)),),
    )  # fmt: skip
    return Plan(
        title=f"6 {HOSTILE}", period=Period(date(2027, 1, 1), date(2027, 12, 31)), currency="EUR",
        owners=(f"7 {HOSTILE}",), aims=(f"8 {HOSTILE}",),
        objectives=(Objective("o", f"9 {HOSTILE}", measures=(Measure("m", f"10 {HOSTILE}", actions=(action,)),)),),
    )  # fmt: skip


def huge(objectives: int = 10, measures: int = 20, actions: int = 10, lines: int = 10) -> Plan:
    """A plan of many actions, with lines of costs in ranges."""
    n = 0
    made = []
    for o in range(objectives):
        inside = []
        for m in range(measures):
            there = []
            for _ in range(actions):
                n += 1
                there.append(_one_of_many(n, lines))
            inside.append(Measure(f"m{o}-{m}", f"Measure {o + 1}.{m + 1} with a title of usual length", "What it does.",
                                  actions=tuple(there)))  # fmt: skip
        made.append(Objective(f"o{o}", f"Objective {o + 1} of the plan", measures=tuple(inside)))
    return Plan(
        title="A very large plan", period=Period(date(2027, 1, 1), date(2031, 12, 31)), currency="EUR",
        departments=tuple(Department(f"d{at}", f"Department {at}") for at in range(12)),
        sources=tuple(Source(f"s{at}", f"Source of money {at}") for at in range(8)), objectives=tuple(made),
        contingency=Contingency(Decimal("0.05")),
    )  # fmt: skip


def _one_of_many(n: int, lines: int) -> Action:
    categories = ("staff", "training", "travel", "services", "other")
    costs = tuple(
        Cost(key=f"c{at}", item=f"Item {at}", category=categories[at % 5], quantity=Decimal(3),
             unit_cost=Range(Decimal(900), Decimal(1000 + n), Decimal(5000)))
        for at in range(lines)
    )  # fmt: skip
    return Action(
        key=f"a{n}", title=f"Action {n} of the plan with a title of usual length", lead=f"d{n % 12}",
        start=date(2027 + n % 4, 1 + n % 12, 1), days=200, costs=costs, funds=(Fund(f"s{n % 8}", Decimal("0.6")),),
        indicators=(Indicator("People reached", "persons", baseline=Observation(Decimal(n), "2026", "Register of the office"),
                              target=Target(Decimal(2 * n), date(2031, 12, 31))),),
        risks=(Risk("It may be late", "high", "low", "Begin early"),),
    )  # fmt: skip
