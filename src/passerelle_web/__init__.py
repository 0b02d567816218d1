"""The site: thin over the library, it asks and the library answers.

Holds Django apps, one a room, and their configuration. No figures are computed here. Stands on `passerelle`.
"""
