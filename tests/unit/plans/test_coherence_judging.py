"""Judging: what is meant is found in five languages, false friends are not, and each answer brings its passages."""

import pytest

from passerelle.plans.coherence.checklist import all_items
from passerelle.plans.coherence.judging import ANSWERS, BECAUSE, Answer, judge
from passerelle.plans.coherence.papers import Allocation, paper_of_text, paper_of_texts
from tests.unit.plans.coherence_texts import ARABIC, BY_LANGUAGE, DUTCH, ENGLISH, FRENCH, SPANISH


def judged(text: str, language: str = "") -> dict[str, Answer]:
    return {answer.item.code: answer for answer in judge(paper_of_text("T", text, language=language))}


def given(text: str, language: str = "") -> dict[str, str]:
    return {code: answer.given for code, answer in judged(text, language).items()}


def named(code: str, sentence: str, language: str) -> bool:
    """Is an item named in a single sentence?"""
    return given(sentence, language)[code] != "no"


def test_an_english_paper() -> None:
    assert given(ENGLISH) == {
        "analysis": "yes", "objectives": "yes", "indicators": "yes", "budget": "no", "remittances": "yes",
        "skilled_emigration": "no", "diaspora": "no", "root_jobs": "partly", "root_conflict": "no",
        "root_environment": "no", "root_governance": "no", "rights": "yes", "south_south": "no", "integration": "no",
        "irregular": "no", "displacement": "no",
    }  # fmt: skip


def test_a_french_paper() -> None:
    found = given(FRENCH)
    assert {code for code, answer in found.items() if answer == "yes"} == {"analysis", "irregular"}
    partly = {"remittances", "skilled_emigration", "diaspora", "root_environment"}
    assert {code for code, answer in found.items() if answer == "partly"} == partly


def test_a_spanish_paper() -> None:
    found = given(SPANISH)
    assert found["budget"] == found["integration"] == "yes"
    assert found["remittances"] == found["root_conflict"] == found["displacement"] == "partly"


def test_a_dutch_paper() -> None:
    found = given(DUTCH)
    assert found["analysis"] == found["objectives"] == found["integration"] == found["displacement"] == "yes"
    assert found["skilled_emigration"] == found["remittances"] == found["south_south"] == "partly"


def test_an_arabic_paper() -> None:
    found = given(ARABIC)
    yes = {"objectives", "rights", "irregular", "integration", "displacement"}
    assert {code for code, answer in found.items() if answer == "yes"} == yes
    assert found["remittances"] == found["root_jobs"] == "partly"


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_where_the_language_is_not_known_all_terms_are_looked_for(language: str) -> None:
    paper = paper_of_text("T", BY_LANGUAGE[language])
    anew = type(paper)(paper.title, paper.passages)
    assert anew.language == ""
    for mine, other in zip(judge(paper), judge(anew), strict=True):
        assert list(ANSWERS).index(other.given) <= list(ANSWERS).index(mine.given), mine.item.code


FALSE_FRIENDS = [
    ("en", "The ministry plans the migration of its databases and the data migration to the cloud."),
    ("en", "The migration to a new platform is due in June."),
    ("en", "The wetland shelters migratory wild birds and is a stop of bird migration."),
    ("en", "Fish migration is hindered by the dam, and migratory species decline."),
    ("fr", "La migration des données vers le nouveau serveur est achevée."),
    ("fr", "Les oiseaux migrateurs et les espèces migratrices sont protégés."),
    ("fr", "La migration des systèmes informatiques coûte cher."),
    ("es", "La migración de datos y la migración de los sistemas terminan en mayo."),
    ("es", "Las aves migratorias descansan en la laguna; la migraña es frecuente."),
    ("nl", "De migratie van gegevens en de datamigratie zijn voltooid; de vogelmigratie wordt geteld."),
    ("ar", "تحمي المحمية الطيور المهاجرة وتراقب هجرة الطيور."),
    ("ar", "صدر القانون سنة 1445 للهجرة حسب التقويم الهجري."),
]


@pytest.mark.parametrize(("language", "sentence"), FALSE_FRIENDS)
def test_migration_of_birds_and_of_data_is_none(language: str, sentence: str) -> None:
    text = {"en": "Context", "fr": "Contexte", "es": "Situación", "nl": "Context", "ar": "السياق"}[language]
    found = given(f"1. {text}\n\n{sentence}\n\n{sentence}", language)
    assert set(found.values()) == {"no"}, found


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Reliable data on migration are lacking; a system for migration data is built."),
        ("en", "The migratory route through the desert is dangerous."),
        ("fr", "Les données sur la migration manquent."),
        ("es", "Faltan datos sobre migración."),
        ("nl", "Gegevens over migratie ontbreken; de arbeidsmigratie groeit."),
        ("ar", "تفتقر البلاد إلى بيانات عن الهجرة."),
    ],
)
def test_data_on_migration_are_about_migration(language: str, sentence: str) -> None:
    heading = {"en": "Context", "fr": "Contexte", "es": "Contexto", "nl": "Context", "ar": "السياق"}[language]
    assert given(f"1. {heading}\n\n{sentence}", language)["analysis"] == "partly"


@pytest.mark.parametrize(
    ("code", "language", "sentence", "expected"),
    [
        ("remittances", "en", "Remittances pay for schools.", True),
        ("remittances", "en", "The profit remittances of foreign firms are taxed.", False),
        ("remittances", "en", "Families live on money transfers from relatives abroad.", True),
        ("remittances", "fr", "Les envois de fonds financent des écoles.", True),
        ("remittances", "fr", "La remise des diplômes a lieu en juin.", False),
        ("remittances", "fr", "Les transferts de technologie se poursuivent.", False),
        ("remittances", "es", "La remesa de vacunas llegó tarde.", False),
        ("remittances", "nl", "Geldovermakingen worden goedkoper.", True),
        ("remittances", "ar", "انخفضت تكلفة تحويلات المهاجرين.", True),
        ("remittances", "ar", "التحويلات المالية إلى البلديات.", False),
        ("skilled_emigration", "en", "Half of the doctors leave the country after their studies.", True),
        ("skilled_emigration", "en", "Skilled workers are trained in four schools.", False),
        ("skilled_emigration", "fr", "La fuite des cerveaux s’aggrave.", True),
        ("skilled_emigration", "fr", "La fuite des capitaux s’aggrave.", False),
        ("skilled_emigration", "es", "La fuga de talentos preocupa.", True),
        ("skilled_emigration", "es", "La fuga de capitales preocupa.", False),
        ("skilled_emigration", "ar", "تفاقمت هجرة الأدمغة.", True),
        ("diaspora", "en", "Nationals living abroad may vote.", True),
        ("diaspora", "en", "Goods are sold abroad by nationals.", False),
        ("diaspora", "fr", "Les ressortissants établis à l’étranger investissent.", True),
        ("diaspora", "nl", "De gemeenschappen in het buitenland investeren.", True),
        ("rights", "en", "The fundamental rights of all migrants are respected.", True),
        ("rights", "en", "The right to water is respected.", False),
        ("rights", "fr", "Les droits fondamentaux des migrants sont garantis.", True),
        ("rights", "es", "Se garantizan los derechos humanos de las personas migrantes.", True),
        ("south_south", "en", "Free movement of persons in the Community is the aim.", True),
        ("south_south", "en", "South-South cooperation with Brazil and free movement of goods grow.", False),
        ("south_south", "fr", "La migration sud-sud domine.", True),
        ("south_south", "fr", "La coopération sud-sud avec le Brésil.", False),
        ("south_south", "nl", "Migratie is ook een zuid-zuidrealiteit.", True),
        ("integration", "en", "The integration of recognised refugees in towns.", True),
        ("integration", "en", "Regional integration and the integration of markets go on.", False),
        ("integration", "fr", "L’intégration régionale progresse.", False),
        ("integration", "nl", "De inburgering van migranten.", True),
        ("irregular", "en", "Trafficking in persons is punished.", True),
        ("irregular", "en", "Drug trafficking and cigarette smuggling are punished.", False),
        ("irregular", "fr", "La traite des personnes est punie.", True),
        ("irregular", "fr", "La traite des vaches se fait à la main; le trafic de drogue augmente.", False),
        ("irregular", "es", "La migración irregular disminuye.", True),
        ("irregular", "nl", "De strijd tegen mensenhandel.", True),
        ("displacement", "en", "Internally displaced persons return.", True),
        ("displacement", "en", "The displacement of the engine is two litres.", False),
        ("displacement", "fr", "Un asile de nuit ouvre en ville.", False),
        ("displacement", "es", "Se abre un asilo de ancianos.", False),
        ("displacement", "nl", "Het dierenasiel vraagt steun.", False),
        ("displacement", "nl", "Het asielbeleid wordt herzien.", True),
        ("displacement", "ar", "اللجوء إلى القضاء حق للجميع.", False),
        ("displacement", "ar", "عدد اللاجئين في ازدياد.", True),
    ],
)
def test_what_names_an_item_and_what_only_looks_like_it(
    code: str, language: str, sentence: str, expected: bool
) -> None:
    assert named(code, sentence, language) is expected


def test_a_root_cause_counts_only_beside_migration() -> None:
    assert given("Unemployment is high because firms close.", "en")["root_jobs"] == "no"
    assert given("Business conflicts of interest force migrants out.", "en")["root_conflict"] == "no"


def test_a_root_cause_that_is_not_said_to_be_one_is_in_passing() -> None:
    found = judged("Migrants abroad meet poverty.\n\nPoverty among migrants is high.", "en")["root_jobs"]
    assert (found.given, found.because) == ("partly", "not_as_cause") and len(found.passages) == 2
    cause = judged("Poverty drives migration.\n\nLack of jobs is a cause of emigration.", "en")["root_jobs"]
    assert (cause.given, cause.because) == ("yes", "twice")
    once = judged("Poverty drives migration.\n\nPoverty among migrants is high.", "en")["root_jobs"]
    assert (once.given, once.because) == ("partly", "once")


def test_a_topic_in_one_passage_is_partly_in_two_yes_and_in_objectives_yes_at_once() -> None:
    assert judged("Remittances rose.")["remittances"].because == "once"
    assert judged("Remittances rose.\n\nWater is scarce.\n\nRemittances fell.", "en")["remittances"].because == "twice"
    goals = judged("2. Objectives\n\nRemittances become cheaper.", "en")["remittances"]
    assert (goals.given, goals.because, goals.passages[0].section) == ("yes", "in_weighty", "2. Objectives")


def test_the_analysis_wants_two_passages() -> None:
    one = judged("1. Context\n\nMigration grows.\n\nRoads are bad.", "en")["analysis"]
    two = judged("1. Context\n\nMigration grows.\n\nRefugees arrive.", "en")["analysis"]
    assert (one.given, one.because) == ("partly", "once_in_section") and two.given == "yes"


def test_without_such_a_section_a_word_of_it_beside_migration_is_partly() -> None:
    found = judged("It is a priority to manage migration, with a budget of two million.", "en")
    for code in ("objectives", "budget"):
        assert (found[code].given, found[code].because) == ("partly", "beside")
    assert found["indicators"].given == "no" and found["indicators"].passages == ()


def test_the_nearest_heading_says_of_which_kind_a_section_is() -> None:
    text = "2. Objectives\n\n2.1 Context of the sector\n\nMigration grows.\n\nRefugees arrive.\n\n2.2 Water\n\nMigrants drink."
    found = judged(text, "en")
    assert [p.text for p in found["analysis"].passages] == ["Migration grows.", "Refugees arrive."]
    assert [p.text for p in found["objectives"].passages] == ["Migrants drink."]


def test_a_sector_to_which_money_is_given_is_in_the_budget() -> None:
    for sector, answer in (("Migration and borders", "yes"), ("Roads", "no")):
        paper = paper_of_text(
            "T", "Roads are bad in the north.", language="en", allocations=[Allocation(sector, 5, "EUR")]
        )  # type: ignore[arg-type]
        (found,) = [one for one in judge(paper) if one.item.code == "budget"]
        assert found.given == answer


def test_of_a_plan_the_kinds_are_those_that_are_given() -> None:
    paper = paper_of_texts("P", "MLI", [("indicators", "What we count", "Migrants with a contract")], language="en")
    found = {answer.item.code: answer.given for answer in judge(paper)}
    assert found["indicators"] == "yes" and found["objectives"] == "no"


def test_each_answer_brings_its_passages_and_the_part_of_the_rule() -> None:
    for answer in judge(paper_of_text("T", ENGLISH)):
        assert bool(answer.passages) == (answer.given != "no")
        assert [p.number for p in answer.passages] == sorted({p.number for p in answer.passages})
        assert answer.because in BECAUSE and answer.because_text()


def test_answers_stand_in_the_order_of_the_checklist_and_have_no_total() -> None:
    found = judge(paper_of_text("T", ENGLISH))
    assert [answer.item.code for answer in found] == list(all_items())
    plain = found[4].as_dict("en")
    assert set(plain) == {"item", "kind", "question", "judged", "answer", "said", "because", "passages"}
    assert plain["passages"][0]["section"] == "2.2 Mobility" and plain["said"] == "yes"


def test_the_same_paper_gets_the_same_answers() -> None:
    assert judge(paper_of_text("T", FRENCH)) == judge(paper_of_text("T", FRENCH))


@pytest.mark.parametrize("text", ["." * 90_000, "a" * 90_000 + " migratie", "migratie\n" * 12_000, "1. A\n" * 12_000])
def test_odd_texts_are_read_in_a_moment(text: str) -> None:
    assert len(judge(paper_of_text("T", f"{text} and migration"))) == len(all_items())
