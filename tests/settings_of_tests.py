"""The web's settings under test: data in a directory of the run's own, quick password hashing, else as installed."""

import atexit
import os
import shutil
import tempfile

if "JUNHENG_DATA" not in os.environ:
    os.environ["JUNHENG_DATA"] = tempfile.mkdtemp(prefix="junheng-test-")
    atexit.register(shutil.rmtree, os.environ["JUNHENG_DATA"], ignore_errors=True)

from junheng.web.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
