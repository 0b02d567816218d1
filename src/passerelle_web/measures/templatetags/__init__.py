"""Words of measures for the templates.

Holds tags only. Stands on the library's words.
"""
