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
