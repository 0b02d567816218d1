"""What people write, in whatever language: cleaned, compared word by word, translated beside the original.

Holds no texts of other rooms: they say what can be translated with `kinds.register`. Stands on `people`.
"""
