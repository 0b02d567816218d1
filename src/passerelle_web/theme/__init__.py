"""How every page looks and behaves: base page, components, tokens, fonts, translations, refusals.

Holds no figures and no models. Stands on `people`.
"""
