"""Admission and rights on a date: what a case meets, condition by condition, each with its article.

The engine holds no amounts and no law: those are the files in `law`. Stands on `base`.
"""
