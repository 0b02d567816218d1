"""The forum itself: its charter, its steering group, its years, joining and leaving it, and help that members give.

Informal, voluntary, non-binding: every output says so. Stands on `dialogues` and `plans`.
"""
