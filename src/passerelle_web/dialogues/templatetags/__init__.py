"""Words of plans for the templates.

Stands on `plan_page`.
"""
