"""What is said in the dialogue of the demonstration: invented words of invented members.

Holds words alone. Stands on nothing.
"""

PURPOSE = """Invented for the demonstration. The parties want to know

- what seasonal work costs those who go,
- who pays for the journey, and who could,

and to agree what they will do about it before the next season."""

# key, who, language, session, what it answers, text
SAID = (
    ("fees", "Senegal (invented)", "fr", "opening", "",
     "Nos travailleurs paient souvent le voyage eux-mêmes. Nous proposons que l’employeur en fasse l’avance."),
    ("half", "Spain (invented)", "es", "opening", "fees",
     "Los empleadores de la fresa pagan ya la mitad del viaje. El resto podría ser un préstamo sin intereses."),
    ("loan", "Unions (invented)", "en", "opening", "fees",
     "A loan is still the worker’s money. Whoever needs the work should not begin the season in debt."),
    ("women", "Associations (invented)", "fr", "opening", "",
     "La plupart de celles qui partent sont des mères. **Ce que l’on paie d’avance, c’est la famille qui le paie.**"),
    ("fund", "Work (invented)", "nl", "journeys", "",
     "Een gezamenlijk fonds is voor ons bespreekbaar, als beide kanten erin storten."),
    ("papers", "Algeria (invented)", "ar", "journeys", "fund",
     "نقبل صندوقًا مشتركًا إذا نُشرت حساباته كل سنة."),
    ("season", "Mali (invented)", "fr", "", "",
     "Nous demandons que la prochaine rencontre parle aussi du retour, et pas seulement du départ."),
)  # fmt: skip

CONCLUSIONS = """# Seasonal work

The parties will share data on seasonal work each year, by occupation.

Recruitment costs nothing to those who go; recruiters are paid by employers.

The parties meet again within a year."""

# conclusions that stand; their first paragraph is the heading
ADOPTED = """# What recruiters may ask

Invented for the demonstration. Nobody who goes for the season pays to be recruited. What a recruiter may ask is
published in the languages of those who go.

Wages and hours of the season are counted each year by women and men, and published in March.

Those who come back are asked what the journey cost them, and their answers lie before the next meeting."""

# who, which paragraph, due in days, what it says, how it ended
COMMITMENTS = (
    ("Spain (invented)", 2, 300,
     {"text": "Invented for the demonstration: publishes wages and hours of seasonal work in fruit, by women and men, "
      "each March.",
      "metric": "Provinces with published wages (invented)", "baseline": "None of four in 2025, invented register",
      "owner": "Statistical office (invented)"}, {}),
    ("Senegal (invented)", 1, -5,
     {"text": "Invented for the demonstration: puts the list of licensed recruiters on the wall of each regional "
      "office, in Wolof and French.", "metric": "Regional offices with the list (invented)",
      "baseline": "Two of fourteen in 2025, invented count",
      "owner": "Office of recruitment (invented)"},
     {"kept": "Invented: the list hangs in fourteen of fourteen offices."}),
    ("Work (invented)", 3, 200,
     {"text": "Invented for the demonstration: pays for a telephone round among two hundred people who came back.",
      "metric": "People who answered (invented)", "baseline": "Nobody was asked before 2026 (invented)",
      "owner": "Policy department (invented)"},
     {"withdrawn": "Invented: the money went to another survey, which asks the same."}),
)  # fmt: skip

# title, wording, who asks, what each of the others answers; None has not answered yet
JOINT = (
    ("On who pays for the journey (invented)",
     "Invented for the demonstration: we ask the parties to write down that whoever needs the work pays for the "
     "journey, and to say so in every contract.",
     "Associations (invented)", {"Unions (invented)": True, "Shelter (invented)": False}),
    ("On those who come back (invented)",
     "Invented for the demonstration: a place for the next season is promised to whoever came back in time.",
     "Mali (invented)", {"Senegal (invented)": True, "Ivory Coast (invented)": None}),
)  # fmt: skip

# a statement, and how likely each of two minds is to agree with it
STATEMENTS = (
    ("Nobody should pay to be recruited.", 0.96, 0.93),
    ("What recruiters ask should be published in the languages of those who go.", 0.92, 0.9),
    ("Employers should advance the whole journey.", 0.92, 0.2),
    ("A loan for the journey is fair if it bears no interest.", 0.15, 0.85),
    ("Both sides should pay into a common fund for journeys.", 0.8, 0.7),
    ("Data on seasonal work should be published by sex and age.", 0.9, 0.85),
    ("A place for the next season should be promised to whoever came back.", 0.85, 0.25),
    ("Inspectors of both sides should visit workplaces together.", 0.9, 0.3),
    ("The season should be limited to six months.", 0.2, 0.8),
    ("Those who go should be told their rights before they sign.", 0.97, 0.95),
    ("Contracts should be written in a language that the worker reads.", 0.95, 0.92),
    ("Meetings on this once in two years are enough.", 0.1, 0.6),
)
