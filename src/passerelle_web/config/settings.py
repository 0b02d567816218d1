"""Django's settings, made from the environment.

Sections: rooms, requests, pages, languages, data, people, security, static files. No secrets, no reading of
the environment: that is `environment`. The roof of the site.
"""

from pathlib import Path

from csp.constants import NONE, SELF

from passerelle_web.config.environment import current_environment

HERE = current_environment()
SITE = Path(__file__).resolve().parents[1]

# Rooms ------------------------------------------------------------------------------------------------
DEBUG = HERE.debug
SECRET_KEY = HERE.secret_key
ROOT_URLCONF = "passerelle_web.config.urls"
WSGI_APPLICATION = "passerelle_web.config.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "passerelle_web.people",
    "passerelle_web.theme",
    "passerelle_web.evidence",
    "passerelle_web.api",
]

# Requests ---------------------------------------------------------------------------------------------
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "passerelle_web.api.middleware.PublicApi",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "passerelle_web.theme.middleware.RefusalPages",
]
ALLOWED_HOSTS = list(HERE.hosts)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HERE.hosts] if HERE.behind_proxy else []
APPEND_SLASH = True

# Pages ------------------------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["passerelle_web.evidence.templatetags.words"],
            "context_processors": [
                "passerelle_web.theme.context.page",
            ],
        },
    }
]

# Languages --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("nl", "Nederlands"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
]
LOCALE_PATHS = [SITE / "theme" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Data -------------------------------------------------------------------------------------------------
DATABASES = {"default": HERE.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Your own build is read before what ships; DuckDB's own form of both is kept for speed.
EVIDENCE_FOLDERS = (HERE.evidence,) if HERE.evidence else ()
EVIDENCE_NATIVE = HERE.var.resolve() / "evidence"
# Charts drawn once; the folder may be emptied at any time.
DRAWINGS = HERE.var.resolve() / "drawings"

# People -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Security ---------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HERE.https
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HERE.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HERE.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HERE.behind_proxy else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HERE.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Static files -----------------------------------------------------------------------------------------
# Names with the hash of their content, so that browsers may keep them for ever; plain names in debug.
STATIC_URL = "/static/"
STATIC_ROOT = HERE.var.resolve() / "static"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
_HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN if DEBUG else _HASHED},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
