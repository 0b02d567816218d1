"""The integration handbook on paper: practices in the order of the common basic principles, as tagged PDF.

What is said stands in `content`, how it is set in `paper`. Stands on `exchange` and the charts' fonts.
"""
