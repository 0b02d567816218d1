"""Commands of `python -m passerelle_web`. Holds no work of its own. Stands on the actions."""
