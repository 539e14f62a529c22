"""What every installation shares. `production` adds nothing but the secrets; `dev` and `test` relax it."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
PORTAL_HOME = Path(os.environ.get("PORTAL_HOME", BASE_DIR / "var")).resolve()

DEBUG = False
# Any host may ask: the first middleware answers an unknown one with a 404 that names no agency.
ALLOWED_HOSTS = ["*"]
CSRF_TRUSTED_ORIGINS: list[str] = []
ROOT_URLCONF = "portal.urls"
PUBLIC_URLCONF = "portal.urls"
ADMIN_URLCONF = "portal.admin_urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "portal",
    "reporting",
    "qa_inbox",
    "editorial",
    "security",
    "tenants",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.contrib.typed_table_block",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "django_filters",
    "taggit",
    "guardian",
    "axes",
    "altcha_django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "portal.health.HealthMiddleware",
    "security.middleware.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.compression.PublicGzipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "security.middleware.first_administrator.FirstAdministratorMiddleware",
    "tenants.middleware.HostMiddleware",
    "security.middleware.fetch_metadata.FetchMetadataMiddleware",
    "tenants.middleware.AdminSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tenants.middleware.AdminCsrfMiddleware",
    "tenants.middleware.AdminAuthenticationMiddleware",
    "tenants.middleware.AdminMessageMiddleware",
    "tenants.middleware.AgencyWorkMiddleware",
    "security.middleware.password_age.PasswordAgeMiddleware",
    "tenants.admin_gate.AdminGateMiddleware",
    "tenants.spelling.SpellingMiddleware",
    "axes.middleware.AxesMiddleware",
    "tenants.old_addresses.OldAddressMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.portal",
            ],
        },
    }
]

DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or "postgres:///portal")}
DATABASES["default"] |= {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

VALKEY_URL = os.environ.get("VALKEY_URL", "redis://127.0.0.1:6379/0")
VALKEY_CACHE_URL = os.environ.get("VALKEY_CACHE_URL", "redis://127.0.0.1:6380/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": VALKEY_CACHE_URL,
        "KEY_PREFIX": "cong",
    }
}

WAGTAIL_PAGE_MODEL = "tenants.BasePage"
WAGTAILIMAGES_IMAGE_MODEL = "tenants.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "tenants.PortalDocument"
WAGTAIL_SITE_NAME = "Cổng"
WAGTAILADMIN_BASE_URL = ""
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "tenants.editor.PlainRichTextArea"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_USER_TIME_ZONES = ["Asia/Ho_Chi_Minh"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "editorial.finish.publish_decided_version"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "portal.search_backend", "SEARCH_CONFIG": "vietnamese", "ATOMIC_REBUILD": True}
}
WAGTAILIMAGES_IMAGE_FORM_BASE = "tenants.media_forms.AgencyImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "tenants.media_forms.AgencyDocumentForm"
# As in tenants/file_kinds.py, where what they are by content stands too; a test holds the two together.
WAGTAILDOCS_EXTENSIONS = [
    *("pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "rtf", "csv", "txt", "vtt", "zip", "mp4", "webm", "mp3")
]
WAGTAILDOCS_SERVE_METHOD = "direct"
TAGGIT_CASE_INSENSITIVE = True

AUTH_USER_MODEL = "security.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
GUARDIAN_GET_INIT_ANONYMOUS_USER = None
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "security.validators.VietnameseCommonPasswordValidator"},
    {"NAME": "security.validators.RegulationPasswordValidator"},
]
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
LOGIN_URL = "wagtailadmin_login"
WAGTAILADMIN_USER_LOGIN_FORM = "security.forms.SignInForm"
SESSION_COOKIE_NAME = "__Host-cong-session"
CSRF_COOKIE_NAME = "__Host-cong-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ADMIN = False
AXES_FAILURE_LIMIT = "security.lockout.failure_limit"
AXES_COOLOFF_TIME = "security.lockout.cool_off"
AXES_LOCKOUT_CALLABLE = "security.lockout.answer"
AXES_CLIENT_IP_CALLABLE = "security.addresses.counted_address"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_VERBOSE = False
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES") or 0)
HEALTH_NETWORKS = os.environ.get("HEALTH_NETWORKS", "127.0.0.0/8,::1/128").split(",")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# security.W002, W003: X-Frame-Options and the form token come from our own middlewares (security, tenants).
SILENCED_SYSTEM_CHECKS = ["wagtailadmin.W003", "security.W002", "security.W003"]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
FORMAT_MODULE_PATH = ["portal.formats"]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "portal" / "vendor_locale"]
USE_TZ = True
USE_I18N = True
NUMBER_GROUPING = 3  # Vietnamese and English alike; Django's Vietnamese formats leave it out
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", PORTAL_HOME / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "portal.bundle.BundleFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", PORTAL_HOME / "media"))
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ACCEL_PREFIX = os.environ.get("MEDIA_ACCEL_PREFIX", "")
# Where nginx writes visits without script (deploy/nginx/cong.conf); empty: the program answers their image itself.
VISITS_LOG = os.environ.get("VISITS_LOG", "")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

EMAIL_BACKEND = "security.mail_backend.OutboxBackend"
EMAIL_URL = os.environ.get("EMAIL_URL", "")
MAIL_DIR = PORTAL_HOME / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "no-reply@localhost")

BACKUP_DIR = Path(os.environ.get("BACKUP_DIR", PORTAL_HOME / "backup"))
BACKUP_SECOND_DIR = Path(os.environ.get("BACKUP_SECOND_DIR", PORTAL_HOME / "backup-second"))
BACKUP_PUBLIC_KEY = os.environ.get("BACKUP_PUBLIC_KEY", "")
# The folder of pg_dump and pg_restore; empty: those on the PATH. They must be as new as the server.
PG_BIN_DIR = os.environ.get("PG_BIN_DIR", "")

STORM_ROOT = Path(os.environ.get("STORM_ROOT", PORTAL_HOME / "storm"))
STORM_KEY_FILE = Path(os.environ.get("STORM_KEY_FILE", PORTAL_HOME / "storm-key.pem"))
STORM_QUESTIONS = Path(os.environ.get("STORM_QUESTIONS", PORTAL_HOME / "storm-questions"))
STORM_TEXTS = 500
"""The newest texts of a portal that its storm copy holds."""
STORM_ASK_PATH = "/hoi-dap/gui/"
"""Where its form for questions stands: as on the portal itself."""

PORTAL_SCHEME = "https"
PORTAL_PORT_SUFFIX = ""
PORTAL_BASE_DOMAIN = os.environ.get("PORTAL_BASE_DOMAIN", "")
"""When set (say `localhost`), provisioning puts `<province>.<this>` in the place of the official domain."""

LINK_CHECK_OUTSIDE = os.environ.get("LINK_CHECK_OUTSIDE", "on") == "on"
"""Whether addresses on other sites are asked for. Without it only what the database knows is judged."""
LINK_CHECK_PER_RUN, LINK_CHECK_PER_HOST = 60, 3
"""The most addresses elsewhere that one run asks for, and of one host; there is a run every half hour."""
LINK_CHECK_DAYS = 14
"""Days after which an address that worked is asked again; one that failed is asked the next day."""
LINK_BROKEN_AFTER = 3
"""On how many different days an address elsewhere must fail before it counts as broken."""
LINK_CHECK_ALLOW_PRIVATE = False
"""For tests alone: addresses inside the network and on any port are asked too."""

CELERY_BROKER_URL = VALKEY_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
