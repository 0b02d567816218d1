"""Practices: what was done about migration and what came of it, with how sure one can be.

Records, the scale of evidence, the common basic principles, what lacks, and words. Stands on `plans`.
"""
