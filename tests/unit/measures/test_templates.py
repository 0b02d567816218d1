"""The catalogue as a list, one template of it, its parameters; and a template of one's own, read from a file and run."""

import dataclasses
import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from typer.testing import CliRunner

from passerelle.base.corridors import Corridor
from passerelle.base.errors import ModelError, PasserelleError
from passerelle.cli import app
from passerelle.evidence.store import open_store
from passerelle.measures import checking
from passerelle.measures.checking import read_user_yaml
from passerelle.measures.runs import Asked, run, scenario_of
from passerelle.measures.simulation.inputs import UNITS_OF_NEEDED
from passerelle.measures.simulation.levers import LEVERS, Lever
from passerelle.measures.simulation.runs import simulated
from passerelle.measures.templates import (
    UNITS,
    Actor,
    Effect,
    Grade,
    Parameter,
    Role,
    TemplateIncomplete,
    TemplateUnknown,
    all_templates,
    template_from,
    template_of,
)
from tests.unit.measures.makers import CORRIDOR, village

# The guide's own example, a measure that the catalogue does not have, is what these tests are made from.
GUIDE = (Path(__file__).parents[3] / "docs/how-to/add-a-measure.md").read_text("utf-8")
BUS: dict[str, Any] = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)[0])


@pytest.fixture
def bus(tmp_path: Path) -> Path:
    path = tmp_path / "border-bus.yaml"
    path.write_text(yaml.safe_dump(BUS, allow_unicode=True), "utf-8")
    return path


# The list -------------------------------------------------------------------------------------------------


def test_the_catalogue_is_in_its_own_order_and_the_first_is_about_transfers() -> None:
    orders = [template.order for template in all_templates().values()]
    assert orders == sorted(orders) == list(range(1, len(orders) + 1))
    assert next(iter(all_templates())) == "transfer-costs"


def test_a_line_of_the_list_has_what_others_read() -> None:
    line = template_of("transfer-costs").as_dict()
    assert list(line) == ["template", "title", "question", "mission", "sdg", "evidence", "rights", "effect"]
    assert line["template"] == "transfer-costs" and line["sdg"] == ["10.c"] and line["effect"] == "simulated"
    assert "data_protection" in line["rights"]


@pytest.mark.parametrize(
    ("written", "near"), [("transfer-cost", "transfer-costs"), ("seasonnal", "seasonal"), ("recogniton", "recognition")]
)
def test_a_name_that_is_nearly_right_is_suggested(written: str, near: str) -> None:
    with pytest.raises(TemplateUnknown, match=f'No measure is called "{written}". Did you mean') as caught:
        template_of(written)
    assert caught.value.suggestions[0] == near and caught.value.title == "Template not found"


def test_a_name_that_is_like_none_suggests_none() -> None:
    with pytest.raises(TemplateUnknown, match=r'No measure is called "zzz"\. `passerelle measures list`') as caught:
        template_of("zzz")
    assert caught.value.suggestions == ()


def test_nobody_changes_a_template() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        template_of("seasonal").title = "Another"  # type: ignore[misc]


# Parameters -----------------------------------------------------------------------------------------------


def test_a_parameter_is_found_by_its_name() -> None:
    found = template_of("transfer-costs").parameter("target_price")
    assert (found.low, found.default, found.high, found.unit) == (0, 3, 15, "%")


def test_a_parameter_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ModelError, match=r'"transfer-costs" has no parameter "price"\. It has: target_price, phase'):
        template_of("transfer-costs").parameter("price")


@pytest.mark.parametrize(
    ("unit", "value", "model", "model_unit"),
    [
        ("%", 3.0, 0.03, "1"),
        ("percentage points", 4.0, 0.04, "1"),
        ("persons a year", 500.0, 500.0, "persons a year"),
        ("months of pay", 1.5, 1.5, "months of pay"),
        ("intl USD", 9.0, 9.0, "intl USD"),
        ("years", 5.0, 5.0, "years"),
    ],
)
def test_a_quantity_of_the_model_is_in_the_models_unit(unit: str, value: float, model: float, model_unit: str) -> None:
    asked = Parameter("x", "X", "choice", unit, 0, value, 2 * value, "invented", "choice")
    found = asked.as_assumption(value, value, 2 * value, "yours", "given by the user")
    assert found.value == pytest.approx(model) and found.high == pytest.approx(2 * model)
    assert (found.unit, found.status, found.source) == (model_unit, "yours", "given by the user")


def test_every_unit_has_a_scale() -> None:
    assert all(scale > 0 for scale in UNITS.values())


# One's own ------------------------------------------------------------------------------------------------


def test_a_file_of_ones_own_is_a_template(bus: Path) -> None:
    found = template_from(bus)
    assert (found.code, found.order, found.is_simulated) == ("border-bus", 1000, True)
    assert found.parameter("saved").help == "Three hours of waiting"
    assert found.pulls[0].feeds == {"crossings": "rides", "saving": "saved"}
    assert found.costs[0].paid_by == {"origin": 0.25, "destination": "rest"} and found.costs[0].years is None
    assert found.needs[0].above == 0.5 and found.needs[0].below is None
    assert not found.coercive and not found.health and found.why_not_simulated == ""
    assert "border-bus" not in all_templates()


def test_a_template_of_ones_own_runs_on_an_invented_corridor(bus: Path) -> None:
    request = Asked((template_from(bus),), CORRIDOR, {"border-bus": {"rides": (30_000, 30_000, 30_000)}}, {})
    found = simulated(village(), [scenario_of(request)], years=5, draws=200)[0]
    assert found.unclosed < 1e-9 and found.residual < 1e-9
    assert (found.of("welfare", "migrants") > 0).all()
    paid = {party: found.terms("cash", party)["costs: The bus"] for party in ("origin", "destination")}
    assert (paid["destination"] < 0).all() and paid["destination"] == pytest.approx(3 * paid["origin"])


def test_a_template_of_ones_own_runs_on_the_evidence(bus: Path) -> None:
    request = Asked((template_from(bus),), Corridor("ZWE", "ZAF"), {}, {}, years=3, draws=200)
    record = run(open_store(()), request)
    assert record["template"] == "border-bus" and record["parameters"]["rides"] == 20_000
    assert record["checks"]["cash"] < 1e-9
    assert record["accounts"]["welfare"]["migrants"]["present_value"]["p50"] > 0


def test_one_payer_may_be_told_by_name_alone(bus: Path) -> None:
    own = {**BUS, "costs": [{**BUS["costs"][0], "paid_by": "migrants"}]}
    bus.write_text(yaml.safe_dump(own), "utf-8")
    assert template_from(bus).costs[0].paid_by == {"migrants": 1.0}


def test_a_choice_out_of_its_range_is_refused(bus: Path) -> None:
    for rides, said in ((5, "is 5 crossings a year"), (2e6, "is 2e[+]06 crossings a year")):
        request = Asked((template_from(bus),), CORRIDOR, {"border-bus": {"rides": (rides, rides, rides)}}, {})
        with pytest.raises(ModelError, match=f'"rides" {said}; it may lie between 100 and 1e[+]06'):
            scenario_of(request)


# The guide ------------------------------------------------------------------------------------------------


def test_the_guide_names_every_field() -> None:
    fields = {"level", "why", *(field for own in checking._RECORDS.values() for field in own), *checking._KNOWN}
    assert not [field for field in fields if f"`{field}`" not in GUIDE]


def test_the_guide_names_every_word_that_a_field_takes() -> None:
    words = [word for kind in (Effect, Actor, Role, Grade) for word in get_args(kind)]
    assert not [word for word in (*words, *UNITS, *UNITS_OF_NEEDED, *checking.PAYERS) if f"`{word}`" not in GUIDE]


@pytest.mark.parametrize("lever", LEVERS.values(), ids=list(LEVERS))
def test_the_guide_names_every_lever_with_what_feeds_it_and_what_it_counts(lever: Lever) -> None:
    row = next(line for line in GUIDE.splitlines() if line.startswith(f"| `{lever.name}` | {lever.says}"))
    _, _, _, arguments, counts, _ = row.split("|")
    must, _, may = arguments.partition("(")
    assert re.findall(r"`(\w+)`", must) == [name for name, needed in lever.arguments.items() if needed]
    assert re.findall(r"`(\w+)`", may) == [name for name, needed in lever.arguments.items() if not needed]
    assert re.findall(r"`(\w+)`", counts) == [name for name in lever.quantities if not name.endswith("_pay")]


def test_the_check_of_the_command_line_says_what_the_guide_shows(bus: Path) -> None:
    shown = re.search(r"\$ passerelle measures check border-bus.yaml\n(.*)\n", GUIDE)
    came = CliRunner().invoke(app, ["measures", "check", str(bus)])
    assert shown and (came.exit_code, came.stdout.strip()) == (0, shown[1])


def test_the_check_of_the_command_line_fails_where_there_are_faults(bus: Path) -> None:
    bus.write_text("title: A bus", "utf-8")
    came = CliRunner().invoke(app, ["measures", "check", str(bus)])
    assert isinstance(came.exception, TemplateIncomplete) and came.exception.exit_code == 2


# Files that cannot be read --------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PasserelleError, match=r"nowhere\.yaml: No such file"):
        template_from(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title: [", "bad.yaml is no YAML that can be read"),
        (b"title: \xff\xfe", "bad.yaml is no YAML that can be read"),
        (b"a: !!python/object/apply:os.getcwd []", "bad.yaml is no YAML that can be read"),
        (b"#" * 200_001, "bad.yaml is larger than a template can be"),
    ],
)
def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    with pytest.raises(PasserelleError, match=said):
        read_user_yaml(path)


@pytest.mark.parametrize("content", ["", "- one\n- two\n", "only words", "3"])
def test_a_file_without_fields_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "bare.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(TemplateIncomplete, match=r"holds no fields; see docs/how-to/add-a-measure\.md"):
        template_from(path)


def test_all_faults_of_a_file_are_told_at_once(bus: Path) -> None:
    own = {name: value for name, value in BUS.items() if name not in ("title", "sdg")}
    bus.write_text(yaml.safe_dump(own), "utf-8")
    with pytest.raises(TemplateIncomplete) as caught:
        template_from(bus)
    assert caught.value.faults == ('"title" is missing or empty', '"sdg" is missing or empty; it is a list')
    assert str(caught.value).startswith('The template "border-bus" cannot be used:\n- "title" is missing')
