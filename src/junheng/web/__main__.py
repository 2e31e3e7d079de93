"""`python -m junheng.web …`: Django's own commands (migrate, makemigrations, shell) with the project's settings."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junheng.web.site.settings")
    execute_from_command_line(sys.argv)
