"""Evidence: publishers' files read and checked, the store of observations, figures with their papers.

SQL lives in this room only; the rest of the house sees figures, rows and arrays. Stands on `base`.
"""
