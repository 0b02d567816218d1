"""Passerelle: evidence, models and plans for the dialogue on migration and development.

The library. It knows no web, reads no environment and prints nothing; the site is `passerelle_web`.
"""

__version__ = "0.1.0"
