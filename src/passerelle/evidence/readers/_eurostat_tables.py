"""Eurostat's tables: which dataflow gives which figures, and by which of its dimensions.

One entry a dataflow. Reading them is `eurostat`. Stands on nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

Kind = Literal["citizens", "births", "origins"]


@dataclass(frozen=True, slots=True)
class Table:
    """How one dataflow becomes observations.

    `indicator` is our code; `units` lists the units that are kept, each with the code it goes under, where a unit
    needs one of its own. `citizens` says what people are told apart by: groups of citizens or of countries of birth,
    which go to COMP_BREAKDOWN, or the migrants' origins. `breakdown` lists further dimensions for COMP_BREAKDOWN,
    after the group. `keep` restricts dimensions to some of their codes or labels.
    """

    indicator: str
    citizens: Kind | None = None
    breakdown: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sex: bool = True
    age: bool = True
    total: str = ""  # the code for all origins together, where it is another indicator
    unit_dimension: str = "unit"
    unit: str = ""  # the unit of a table without such a dimension
    may_lack: tuple[str, ...] = ()  # dimensions that some releases have and others not; all together where lacking

    @property
    def people(self) -> str:
        """The dimension by which people are told apart."""
        return "c_birth" if self.citizens == "births" else "citizen"

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension that the table must have."""
        names = ["geo", *self.breakdown, *self.keep]
        names += [self.unit_dimension] if not self.unit else []
        names += [self.people] if self.citizens else []
        names += ["sex"] if self.sex else []
        names += ["age"] if self.age else []
        return tuple(dict.fromkeys(names))

    def without(self, columns: Collection[str]) -> "Table":
        """The same table without the dimensions that it may lack and that are not among the columns."""
        gone = {name for name in self.may_lack if name not in columns}
        return replace(
            self,
            sex=self.sex and "sex" not in gone,
            age=self.age and "age" not in gone,
            keep={name: codes for name, codes in self.keep.items() if name not in gone},
        )


_ORDERS = {"c_dest": ("TOTAL", "Total")}

TABLES: Final[dict[str, Table]] = {
    "LFSA_ERGAN": Table("employment_rate", "citizens"),
    "LFSA_URGAN": Table("unemployment_rate", "citizens"),
    "LFSA_ARGAN": Table("activity_rate", "citizens"),
    "LFSA_ERGACOB": Table("employment_rate", "births"),
    "LFSA_URGACOB": Table("unemployment_rate", "births"),
    "LFSA_ARGACOB": Table("activity_rate", "births"),
    "LFSA_EOQGAN": Table("overqualification_rate", "citizens"),
    "LFSA_EGAN": Table("employed", "citizens"),
    "LFSA_UGAN": Table("unemployed", "citizens"),
    "EDAT_LFS_9911": Table("education_share", "citizens", ("isced11",)),
    "ILC_DI15": Table(
        "income_median",
        "citizens",
        units={"EUR": "income_median", "PPS": "income_median_pps"},
        keep={"indic_il": ("MED_E", "Median equivalised net income")},
    ),
    "ILC_LI31": Table("poverty_risk", "citizens"),
    "ILC_LI32": Table("poverty_risk", "births"),
    "ILC_LVPS15": Table("home_ownership", "citizens", keep={"tenure": ("OWN", "Owner")}, may_lack=("sex",)),
    "DEMO_POPPCCTZ": Table("population_share_by_citizenship", "citizens"),
    "MIGR_ASYAPPCTZA": Table(
        "asylum_applicants",
        "origins",
        keep={"asyl_app": ("ASY_APP", "Asylum applicant")},
        total="asylum_applicants_total",
    ),
    "TPS00170": Table("first_permits", "origins", ("reason",), keep={"duration": ("TOTAL", "Total")},
                      sex=False, age=False),
    "MIGR_RESFIRST": Table("first_permits", "origins", ("reason",), keep={"duration": ("TOTAL", "Total")},
                           sex=False, age=False),
    "MIGR_RESVALID": Table("valid_permits", "origins", ("reason",), keep={"duration": ("TOTAL", "Total")},
                           sex=False, age=False),
    "MIGR_ASYTPSM": Table("temporary_protection", "origins"),
    "MIGR_EIRFS": Table("refused_entry", "origins", ("reason", "border"), sex=False, age=False),
    "MIGR_EIPRE": Table("found_irregularly_present", "origins", ("reason", "apprehen")),
    "MIGR_EIORD1": Table("return_orders", "origins", may_lack=("sex", "age")),
    "MIGR_EIRTN1": Table("returns", "origins", keep=_ORDERS, may_lack=("sex", "age", "c_dest")),
    "JVS_Q_NACE2": Table(
        "vacancy_rate",
        None,
        ("nace_r2",),
        keep={
            "indic_em": ("JOBRATE", "Job vacancy rate"),
            "sizeclas": ("TOTAL", "Total"),
            "s_adj": ("NSA", "Unadjusted data (i.e. neither seasonally adjusted nor calendar adjusted data)"),
        },
        sex=False,
        age=False,
        unit="PC",
    ),
}  # fmt: skip
