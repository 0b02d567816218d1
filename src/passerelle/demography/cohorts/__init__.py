"""Populations by age and sex carried forward: who survives, who is born, who moves, and who of them may work.

Populations are [sex, place, age]: women first, places by alpha-3, 21 five-year groups to 100+, in persons. Any leading
dimensions (draws, scenarios) come before these three; periods come before the places where a table has them. A
period is five years. Stands on `evidence` and `demography.fitting`.
"""
