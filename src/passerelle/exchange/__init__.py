"""How plans come in and go out beyond their own form: calendars, tables of costs.

Stands on `plans`.
"""
