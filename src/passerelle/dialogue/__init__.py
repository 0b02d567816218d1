"""Dialogue: from votes on short statements to groups, consensus and the statement to ask about next.

Pure mathematics of arrays; who votes, and what may be shown of it, is the site's. Stands on `base` alone.
"""
