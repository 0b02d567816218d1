"""Words for the templates of this room.

Holds filters only. Stands on `theme`.
"""
