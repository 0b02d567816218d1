"""Practices: what members did about migration and what came of it, reviewed by peers, tried elsewhere.

Stands on `plans`.
"""
