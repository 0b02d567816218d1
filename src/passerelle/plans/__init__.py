"""Plans: strategies and joint action plans as plain records; their timetable, budget, rights gate and coherence.

Holds no web and no storage. Stands on `measures`.
"""
