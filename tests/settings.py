"""Settings of the tests: the reference site, with fast hashing and a database chosen by the environment."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("KOMPAS_HOME", tempfile.mkdtemp(prefix="kompas-tests-"))
os.environ.setdefault("KOMPAS_SECRET_KEY", "tests-only")

from cms.site.settings import *

DEBUG = False
DATABASES = {
    "default": dj_database_url.parse(os.environ.get("KOMPAS_TEST_DATABASE_URL") or "sqlite://:memory:", conn_max_age=0)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
    if name := os.environ.get("KOMPAS_TEST_SQLITE"):
        DATABASES["default"]["TEST"] = {"NAME": name}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
else:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = Path(os.environ["KOMPAS_HOME"]) / "media"
LOGGING = {"version": 1, "disable_existing_loggers": False}
