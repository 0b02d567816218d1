"""Ways in, for people: an interview, views of advisers, employers and policy, the law to read. Nothing is kept.

Holds no law and no verdict, and no model: there is nothing to store. Stands on `evidence`.
"""
