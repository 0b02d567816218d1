"""Write `src/passerelle/base/reference/places.json` from ISO 3166 (pycountry), CLDR (babel) and UN M49.

Run by `make places`. The UN regions come from the UN locations file named on the command line.
"""

import csv
import json
import sys
from pathlib import Path

import pycountry
from babel import Locale

LANGUAGES = ("en", "nl", "fr", "es", "ar")
TARGET = Path(__file__).parents[1] / "src/passerelle/base/reference/places.json"

# Codes outside the current ISO 3166-1. `until` is the first day on which the place no longer was.
EXTRA = [
    # code, alpha-2, M49, kind, since, until, successors, name
    ("XKX", "XK", "412", "user-assigned", "2008-02-17", None, [], "Kosovo"),
    ("XCX", None, "830", "user-assigned", None, None, ["GGY", "JEY"], "Channel Islands"),
    (
        "SCG",
        "CS",
        "891",
        "former",
        "2003-02-04",
        "2006-06-03",
        ["SRB", "MNE", "XKX"],
        "Serbia and Montenegro",
    ),
    ("ANT", "AN", "530", "former", None, "2010-10-10", ["CUW", "SXM", "BES"], "Netherlands Antilles"),
    (
        "YUG",
        "YU",
        "890",
        "former",
        None,
        "2003-02-04",
        ["SRB", "MNE", "HRV", "SVN", "MKD", "BIH", "XKX"],
        "Yugoslavia",
    ),
    (
        "SUN",
        "SU",
        "810",
        "former",
        None,
        "1991-12-26",
        [
            "ARM",
            "AZE",
            "BLR",
            "EST",
            "GEO",
            "KAZ",
            "KGZ",
            "LTU",
            "LVA",
            "MDA",
            "RUS",
            "TJK",
            "TKM",
            "UKR",
            "UZB",
        ],
        "Soviet Union",
    ),
    ("CSK", None, "200", "former", None, "1993-01-01", ["CZE", "SVK"], "Czechoslovakia"),
    ("DDR", "DD", "278", "former", None, "1990-10-03", ["DEU"], "German Democratic Republic"),
]
TERRITORY_OF_ALPHA2 = {"AN": "AN", "SU": "SU", "YU": "YU", "DD": "DD"}
NAMES = {  # CLDR has none of these
    "XCX": {
        "en": "Channel Islands",
        "nl": "Kanaaleilanden",
        "fr": "Îles Anglo-Normandes",
        "es": "Islas del Canal",
        "ar": "جزر القنال",
    },
    "SCG": {
        "en": "Serbia and Montenegro",
        "nl": "Servië en Montenegro",
        "fr": "Serbie-et-Monténégro",
        "es": "Serbia y Montenegro",
        "ar": "صربيا والجبل الأسود",
    },
    "ANT": {
        "en": "Netherlands Antilles",
        "nl": "Nederlandse Antillen",
        "fr": "Antilles néerlandaises",
        "es": "Antillas Neerlandesas",
        "ar": "جزر الأنتيل الهولندية",
    },
    "YUG": {
        "en": "Yugoslavia",
        "nl": "Joegoslavië",
        "fr": "Yougoslavie",
        "es": "Yugoslavia",
        "ar": "يوغوسلافيا",
    },
    "SUN": {
        "en": "Soviet Union",
        "nl": "Sovjet-Unie",
        "fr": "Union soviétique",
        "es": "Unión Soviética",
        "ar": "الاتحاد السوفيتي",
    },
    "CSK": {
        "en": "Czechoslovakia",
        "nl": "Tsjecho-Slowakije",
        "fr": "Tchécoslovaquie",
        "es": "Checoslovaquia",
        "ar": "تشيكوسلوفاكيا",
    },
    "DDR": {
        "en": "German Democratic Republic",
        "nl": "Duitse Democratische Republiek",
        "fr": "République démocratique allemande",
        "es": "República Democrática Alemana",
        "ar": "جمهورية ألمانيا الديمقراطية",
    },
}
# Short names that the field uses where CLDR is longer or older.
PREFERRED = {
    "HKG": {"en": "Hong Kong", "nl": "Hongkong", "fr": "Hong Kong", "es": "Hong Kong", "ar": "هونغ كونغ"},
    "MAC": {"en": "Macao", "nl": "Macau", "fr": "Macao", "es": "Macao", "ar": "ماكاو"},
    "PSE": {"en": "Palestine", "nl": "Palestina", "fr": "Palestine", "es": "Palestina", "ar": "فلسطين"},
    "COD": {"en": "DR Congo", "nl": "DR Congo", "fr": "RD Congo", "es": "RD Congo"},
    "COG": {"en": "Congo", "nl": "Congo", "fr": "Congo", "es": "Congo", "ar": "الكونغو"},
    "MMR": {"en": "Myanmar", "nl": "Myanmar", "fr": "Myanmar", "es": "Myanmar", "ar": "ميانمار"},
    "TUR": {"en": "Türkiye"},
    "BIH": {"en": "Bosnia and Herzegovina"},
    "TTO": {"en": "Trinidad and Tobago"},
    "ATG": {"en": "Antigua and Barbuda"},
    "STP": {"en": "São Tomé and Príncipe"},
    "KNA": {"en": "Saint Kitts and Nevis"},
    "LCA": {"en": "Saint Lucia"},
    "VCT": {"en": "Saint Vincent and the Grenadines"},
    "SPM": {"en": "Saint Pierre and Miquelon"},
    "TCA": {"en": "Turks and Caicos Islands"},
    "WLF": {"en": "Wallis and Futuna"},
    "SHN": {"en": "Saint Helena"},
    "MAF": {"en": "Saint Martin"},
    "BLM": {"en": "Saint Barthélemy"},
    "SJM": {"en": "Svalbard and Jan Mayen"},
    "HMD": {"en": "Heard and McDonald Islands"},
    "SGS": {"en": "South Georgia and South Sandwich Islands"},
}


def names_of(code: str, alpha2: str | None) -> dict[str, str]:
    found = dict(NAMES.get(code, {}))
    for language in LANGUAGES:
        if language not in found and alpha2:
            found[language] = Locale(language).territories[alpha2]
    found.update(PREFERRED.get(code, {}))
    return {language: found[language] for language in LANGUAGES}


def regions(path: Path) -> dict[str, tuple[str, str, str]]:
    """M49 region, sub-region and intermediate region of each alpha-3."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            row["iso3"]: tuple(
                str(int(float(row[key]))).zfill(3) if row[key] else ""
                for key in ("region_code", "subregion_code", "intregion_code")
            )
            for row in csv.DictReader(lines)
        }


def main(locations: Path) -> None:
    where = regions(locations)
    where["XKX"] = ("150", "039", "")
    where["TWN"] = ("142", "030", "")
    where["XCX"] = ("150", "154", "830")
    where["SCG"] = where["YUG"] = ("150", "039", "")
    where["ANT"] = ("019", "419", "029")
    where["SUN"] = where["CSK"] = ("150", "151", "")
    where["DDR"] = ("150", "155", "")
    places = []
    for country in pycountry.countries:
        code = country.alpha_3
        also = {country.name, getattr(country, "official_name", ""), getattr(country, "common_name", "")}
        # CLDR's own name and its short and variant forms in the five languages, for finding only
        for language in LANGUAGES:
            territories = Locale(language).territories
            also |= {
                territories.get(key, "")
                for key in (country.alpha_2, f"{country.alpha_2}-alt-short", f"{country.alpha_2}-alt-variant")
            }
        names = names_of(code, country.alpha_2)
        region = where.get(code, ("", "", ""))
        places.append(
            {
                "iso3": code,
                "iso2": country.alpha_2,
                "m49": country.numeric,
                "kind": "current",
                "since": None,
                "until": None,
                "successors": [],
                "region": region[0],
                "subregion": region[1],
                "intermediate": region[2],
                "names": names,
                "also": sorted(also - {""} - set(names.values())),
            }
        )
    for code, alpha2, m49, kind, since, until, successors, _ in EXTRA:
        region = where[code]
        cldr = alpha2 if code == "XKX" else None
        places.append(
            {
                "iso3": code,
                "iso2": alpha2,
                "m49": m49,
                "kind": kind,
                "since": since,
                "until": until,
                "successors": successors,
                "region": region[0],
                "subregion": region[1],
                "intermediate": region[2],
                "names": names_of(code, cldr),
                "also": [],
            }
        )
    places.sort(key=lambda place: place["iso3"])
    TARGET.write_text(
        "[\n" + ",\n".join(json.dumps(place, ensure_ascii=False) for place in places) + "\n]\n",
        encoding="utf-8",
    )
    print(f"{len(places)} places written", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
