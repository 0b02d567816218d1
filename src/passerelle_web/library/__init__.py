"""The library of documents, and the one index in which every room's words are found.

Other rooms call `index.keep` and `index.forget` in their own transactions, and say with `reach.register` who reads
what. Stands on `texts` and `theme`.
"""
