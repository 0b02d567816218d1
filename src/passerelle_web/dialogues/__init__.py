"""Dialogues between members: parties, sessions, what is said, and how far it may be attributed."""
