"""Dialogues between members: parties, sessions, what was said and how it may be attributed. Stands on `measures`."""
