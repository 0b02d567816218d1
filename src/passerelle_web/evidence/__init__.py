"""What is known: home, corridors, routes, countries, groupings, explorer, sources.

Holds pages over `passerelle.evidence` and `passerelle.output`, and computes no figures. Stands on `theme`.
"""
