"""Settings of the test run: a data directory of its own, fast password hashes."""

import os
import tempfile

os.environ["GROUNDSWELL_HOME"] = tempfile.mkdtemp(prefix="groundswell-tests-")

from groundswell.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Every test client comes from one address.
ACCOUNT_RATE_LIMITS = False
