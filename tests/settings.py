"""Fagkompas' settings, made fit for tests: as in production where it matters, cheap where it does not."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# A developer's own environment must not decide whether tests pass; the database may be chosen (see tests/postgresql.py).
for name in [name for name in os.environ if name.startswith("FAGKOMPAS_") and name != "FAGKOMPAS_DATABASE"]:
    del os.environ[name]
folder = Path(tempfile.mkdtemp(prefix="fagkompas-tests-"))
(folder / "static").mkdir()
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ["FAGKOMPAS_VAR"] = str(folder)
os.environ["FAGKOMPAS_SECRET_KEY"] = "a key that opens nothing but tests"
# Asking managers for a second factor has its own tests.
os.environ["FAGKOMPAS_SECOND_FACTOR"] = "none"

from fagkompas.website.settings import *  # noqa: E402, F403
from fagkompas.website.settings import DATABASES  # noqa: E402

# A file, not memory: browser journeys use it from several threads at once, as in production.
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(folder / "test.sqlite3")}
# What migrating made of it, before anything else was written: for a test with a server of its own.
MIGRATED = folder / "migrated.sqlite3"

# Signing in is done thousands of times here and guards nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Work in the background is done at once.
WORK_IN_THREADS = False
