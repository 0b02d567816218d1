"""How a plan is printed and drawn: timetable, charts, tagged PDF, Word.

What is said stands in `content` and its neighbours, once for all forms. Stands on `plans` and the charts.
"""
