"""Plans on the site: strategies, joint plans, their versions, reports and commitments.

Stands on `measures`.
"""
