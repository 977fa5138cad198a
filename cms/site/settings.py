"""Settings of the reference site. Every machine-specific value comes from the environment.

``KOMPAS_HOME``            where the site keeps its data (default ``var/`` beside manage.py, else in this folder)
``KOMPAS_DATABASE_URL``    default: SQLite in ``KOMPAS_HOME``; production: ``postgres://…``
``KOMPAS_SECRET_KEY``      default: made once and kept in ``KOMPAS_HOME``
``KOMPAS_ALLOWED_HOSTS``   comma separated
``KOMPAS_BASE_URL``        the public address, used in mails, QR codes and calendars
``KOMPAS_PROXIES``         how many proxies of ours stand in front (default 0)
``KOMPAS_LOG_FORMAT``      ``text`` (default) or ``json``
``KOMPAS_STATIC_ROOT``     where ``collectstatic`` puts the stylesheets (default ``static/`` in ``KOMPAS_HOME``)
``KOMPAS_S3_BUCKET``       keeps pictures, documents and certificates in a bucket (docs/how-to/files-in-a-bucket.md)
``KOMPAS_EMAIL_URL``       ``smtp://user:password@host:587/?tls=1``; without it mail is only kept in the outbox
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
import django
from django.utils.translation import gettext_lazy as _

from cms.site.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parents[2]
# Installed from a wheel, the folder above is where Python keeps packages: nothing of the site is written there.
HOME = Path(os.environ.get("KOMPAS_HOME") or (BASE_DIR if (BASE_DIR / "manage.py").exists() else Path.cwd()) / "var")
HOME = HOME.resolve()
HOME.mkdir(parents=True, exist_ok=True)

DEBUG = os.environ.get("KOMPAS_DEBUG", "") == "1"
DEMO = os.environ.get("KOMPAS_DEMO", "") == "1"


def _secret_key() -> str:
    """The key from the environment, else one made once and kept beside the data."""
    if key := os.environ.get("KOMPAS_SECRET_KEY"):
        return key
    kept = HOME / "secret-key"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(50))
        kept.chmod(0o600)
    return kept.read_text().strip()


SECRET_KEY = _secret_key()
BASE_URL = os.environ.get("KOMPAS_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("KOMPAS_ALLOWED_HOSTS", f"127.0.0.1,localhost,{urlsplit(BASE_URL).hostname}").split(",")
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "cms.site",
    "cms.pages",
    "cms",
    "certificates",
    "courses",
    "training",
    "training.ui",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

# Behind a proxy the reader's address stands in X-Forwarded-For; believed only when we say how many write it.
PROXIES = int(os.environ.get("KOMPAS_PROXIES", "0"))

MIDDLEWARE = [
    "cms.site.logs.LogRequests",
    "cms.site.proxies.BehindProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "training.ui.requests.CleanRequests",
    "training.ui.guarded_csv.GuardExports",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.site.urls"
WSGI_APPLICATION = "cms.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "training.ui.context.kompas",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("KOMPAS_DATABASE_URL", f"sqlite:///{HOME / 'kompas.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that will write says so at once: SQLite has no row
        # locks, and a late upgrade fails instead of waiting.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "kompas_site.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "kompas_training:sign_in"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", _("Polish")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
TIME_ZONE = "Europe/Warsaw"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["training.kernel.formats"]
# The pickers of Wagtail write days as Poles do; they read the other ways too.
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("KOMPAS_STATIC_ROOT") or HOME / "static")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
    # Certificates and uploads of personal data are never served by address.
    "kompas_private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "private", "base_url": None},
    },
}
if S3_BUCKET := os.environ.get("KOMPAS_S3_BUCKET"):
    # Nothing in the bucket is public: pictures and documents go through the site, which asks who may read them.
    # The keys are boto3's own affair (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, or the machine's role).
    _bucket = {
        "bucket_name": S3_BUCKET,
        "region_name": os.environ.get("KOMPAS_S3_REGION") or None,
        "endpoint_url": os.environ.get("KOMPAS_S3_ENDPOINT") or None,
        # Servers other than Amazon's seldom have a host name for each bucket.
        "addressing_style": "path" if os.environ.get("KOMPAS_S3_ENDPOINT") else None,
        "signature_version": "s3v4",
        "default_acl": None,
        # Two documents of one name are two documents.
        "file_overwrite": False,
    }
    _pictures = {"url_protocol": f"{urlsplit(BASE_URL).scheme}:", "custom_domain": urlsplit(BASE_URL).netloc}
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_bucket, **_pictures, "location": MEDIA_URL.strip("/")},
    }
    STORAGES["kompas_private"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_bucket, "location": "private"},
    }
# The demo collects nothing and needs no build step.
WHITENOISE_USE_FINDERS = DEBUG or DEMO
WHITENOISE_AUTOREFRESH = DEBUG

WAGTAIL_SITE_NAME = "Kompas"
WAGTAILADMIN_BASE_URL = BASE_URL
AUTHENTICATION_BACKENDS = ["cms.site.backends.AccountBackend"]
# One sign-in and one way to a new password: Kompas's own, which limit attempts (cms.site.urls leads there).
WAGTAIL_FRONTEND_LOGIN_URL = "/konto/zaloguj/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# The address of an account is changed in "My details", by a link that is sent to the new one.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.site.searching"}}
# By the site, wherever they are kept: their own view asks who may read them.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "ods", "pptx", "txt", "zip"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.site.forms.PictureForm"
WAGTAILEMBEDS_RESPONSIVE_HTML = True
TAGGIT_CASE_INSENSITIVE = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

TASKS = {
    "default": {
        "BACKEND": os.environ.get("KOMPAS_TASK_BACKEND", "django_tasks.backends.immediate.ImmediateBackend"),
    }
}


def _mailer(url: str | None) -> tuple[str, dict]:
    """Backend and options of mail; without a server it goes nowhere and stays in the outbox."""
    if not url:
        return "django.core.mail.backends.dummy.EmailBackend", {}
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return "django.core.mail.backends.smtp.EmailBackend", {
        "host": parts.hostname or "localhost",
        "port": parts.port or 25,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": query.get("tls") == ["1"],
        "use_ssl": query.get("ssl") == ["1"],
        # A server that says nothing must not hold letters, or the end of a process, for ever.
        "timeout": 30,
    }


MAIL_BACKEND, _options = _mailer(os.environ.get("KOMPAS_EMAIL_URL"))
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": MAIL_BACKEND, "OPTIONS": _options}}
else:
    EMAIL_BACKEND = MAIL_BACKEND
    _before = {"username": "EMAIL_HOST_USER", "password": "EMAIL_HOST_PASSWORD"}
    for _name, _value in _options.items():
        globals()[_before.get(_name, f"EMAIL_{_name.upper()}")] = _value
DEFAULT_FROM_EMAIL = os.environ.get("KOMPAS_FROM_EMAIL", "kompas@localhost")

KOMPAS = {
    "BASE_URL": BASE_URL,
    "TIME_ZONE": TIME_ZONE,
    "DEMO": DEMO,
    # The office that this site was made for; another names itself in settings of its own (docs/how-to/production.md).
    "ORGANISER": {
        "name": "Regionalny Ośrodek Polityki Społecznej w Lublinie",
        "short_name": "ROPS w Lublinie",
        "address": "ul. Diamentowa 2, 20-447 Lublin",
        "place": "Lublin",
        "email": "rops@lubelskie.pl",
        "region": "województwo lubelskie",
    },
}

# What pages keep for a moment. All processes of a machine share it: Wagtail keeps the roots of its sites there.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        # Django keeps 300 and then drops a third: less than what is kept of the courses alone.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
if DEBUG or DEMO:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
# Strict where the public and staff work; the admin of Wagtail 8.0 still has
# inline scripts (date pickers, choosers), so cms.site.urls loosens it there.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-src": ["'self'", "https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
if BASE_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    # Asked by supervisors on the machine itself.
    SECURE_REDIRECT_EXEMPT = [r"^stan/"]
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Lines for people, or JSON for machines that gather them.
LOG_FORMAT = os.environ.get("KOMPAS_LOG_FORMAT", "text")
LOGGING = logging_settings(LOG_FORMAT)
