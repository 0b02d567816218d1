"""The demonstration: invented offices with real places, so that every room of the house can be seen at work.

Every row of it says that it is invented. Stands on `plans`.
"""
