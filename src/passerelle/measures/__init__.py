"""Measures: the catalogue of templates, what each gives to migrants, origin and destination, and the rights gate.

The one room that joins people, money, skills and rules. Plans and the forum stand on it.
"""
