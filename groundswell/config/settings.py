"""Django settings. Everything a deployment may change is an environment variable.

GROUNDSWELL_HOME        the data directory: ledger, cells, files received
DATABASE_URL            PostgreSQL instead of the SQLite ledger in the data directory
GROUNDSWELL_SECRET_KEY  signs sessions; one random key per start where it is absent
GROUNDSWELL_HOSTS       host names served, separated by commas
GROUNDSWELL_HTTPS       "1" behind TLS: secure cookies
GROUNDSWELL_ADDRESS     where people reach it, as https://groundswell.example.nhs.uk: for e-mails
GROUNDSWELL_DEBUG       "1" while developing
GROUNDSWELL_MEASURES    a folder of a network's own measure definitions, beside those shipped
"""

import os
import secrets
from pathlib import Path

import dj_database_url

PACKAGE = Path(__file__).resolve().parent.parent

HOME = Path(os.environ.get("GROUNDSWELL_HOME", ".groundswell")).expanduser().resolve()
DEBUG = os.environ.get("GROUNDSWELL_DEBUG") == "1"
MEASURES = os.environ.get("GROUNDSWELL_MEASURES", "")
# `groundswell serve` sets the key before its workers start, so that they share it.
SECRET_KEY = os.environ.get("GROUNDSWELL_SECRET_KEY") or secrets.token_urlsafe(50)
# Without its path; "" writes addresses without a host, for whoever knows it.
PUBLIC_ADDRESS = os.environ.get("GROUNDSWELL_ADDRESS", "")
ALLOWED_HOSTS = os.environ.get("GROUNDSWELL_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "groundswell.people",
    "groundswell.submissions",
    "groundswell.organisations",
    "groundswell.innovations",
    "groundswell.programmes",
    "groundswell.adoption",
    "groundswell.measures",
    "groundswell.figures",
    "groundswell.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "groundswell.web.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "groundswell.config.urls"
WSGI_APPLICATION = "groundswell.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "groundswell.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "groundswell.web.context.site",
            ],
        },
    },
    # allauth's own messages and mails are Django templates.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]


def _database() -> dict[str, object]:
    url = os.environ.get("DATABASE_URL")
    if url:
        return dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "ledger.sqlite3",
        "OPTIONS": {
            # Deferred transactions answer "database is locked" as soon as two writers meet:
            # take the write lock at the start, and wait for it.
            "transaction_mode": "IMMEDIATE",
            "timeout": 60,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
        },
        "TEST": {"NAME": None},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "groundswell.people.adapter.LocalAccounts"
ACCOUNT_EMAIL_VERIFICATION = "none"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("GROUNDSWELL_HTTPS") == "1"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

STATIC_URL = "/static/"
# Served straight from the package: an installed Groundswell needs no collectstatic.
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

# Processes that the work of a whole nation's measures is split over. A web worker is one of
# several already; the command takes all the cores.
WORKERS = int(os.environ.get("GROUNDSWELL_WORKERS", "1"))

# A workbook of a national programme is under 10 MB; a file beyond this is refused.
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES
