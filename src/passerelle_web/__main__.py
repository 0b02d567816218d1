"""`python -m passerelle_web`: Django's management commands over this site's settings.

Holds nothing else. Serving is `passerelle serve`. Top floor of the site.
"""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the management command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle_web.config.settings")
    execute_from_command_line(["passerelle_web", *sys.argv[1:]])


if __name__ == "__main__":
    main()
