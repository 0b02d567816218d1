"""The tables of this room, step by step.

Holds migrations only. Stands on `dialogues` and `plans`.
"""
