"""Tags of this room.

Holds tags only. Stands on `people`.
"""
