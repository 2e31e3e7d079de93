"""The web's settings as installed, with the kinds of job the tests ask for: for workers that are processes."""

from junheng.web.site.settings import *  # noqa: F403
from junheng.web.site.settings import INSTALLED_APPS as INSTALLED

INSTALLED_APPS = [*INSTALLED, "made_jobs"]
