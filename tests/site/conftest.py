"""The ring of the site: see `served`.

Holds nothing else.
"""

from tests.site.served import as_tests_see_it

as_tests_see_it()
