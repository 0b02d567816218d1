"""Django's settings, made from the environment.

Sections: rooms, requests, pages, languages, data, people, mail, security, static files. No secrets, no reading of
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
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "passerelle_web.people",  # before allauth, whose pages it writes anew
    "passerelle_web.texts",
    "passerelle_web.theme",  # before Django's own forms, some of which it writes anew
    "django.forms",
    "passerelle_web.library",
    "passerelle_web.post",
    "passerelle_web.evidence",
    "passerelle_web.advice",
    "passerelle_web.measures",
    "passerelle_web.plans",
    "passerelle_web.practices",
    "passerelle_web.dialogues",
    "passerelle_web.consensus",
    "passerelle_web.forum",
    "passerelle_web.openness",
    "passerelle_web.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rules",
    "django_tasks",
    "django_tasks_db",
]

# Requests ---------------------------------------------------------------------------------------------
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "passerelle_web.people.remembering.ReadOnce",
    "passerelle_web.api.middleware.PublicApi",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "passerelle_web.people.second_factor.LeadToSecondFactor",
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
                # allauth's own tags want the request
                "django.template.context_processors.request",
                "passerelle_web.theme.context.page",
            ],
        },
    }
]
FORM_RENDERER = "passerelle_web.theme.forms.HouseForms"
# What is told after a step, once; a cookie, so that a visitor who is told nothing has no session.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

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

# Documents that people hand in, under names that nobody guesses; served by a view alone, which asks who may.
DOCUMENTS = HERE.var.resolve() / "documents"
LARGEST_DOCUMENT = 20 * 1024 * 1024  # bytes
# What one request may bring in files, whatever the form: the rest is not even kept for a moment.
LARGEST_UPLOAD = 40 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "passerelle_web.library.uploading.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Copies of members' own data, kept some days.
EXPORTS = HERE.var.resolve() / "exports"

# Work in the background: a queue in the database; `passerelle serve` starts a worker.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# People -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:account"
# allauth: its pages are `people`'s templates, its limits of tries are its own defaults
ACCOUNT_ADAPTER = "passerelle_web.people.adapter.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "passerelle_web.people.account_forms.SignIn",
    "signup": "passerelle_web.people.account_forms.SignUp",
    "add_email": "passerelle_web.people.account_forms.ChangeAddress",
    "change_password": "passerelle_web.people.account_forms.ChangePassword",
    "set_password": "passerelle_web.people.account_forms.SetPassword",
    "reset_password": "passerelle_web.people.account_forms.AskNewPassword",
    "reset_password_from_key": "passerelle_web.people.account_forms.NewPassword",
    "reauthenticate": "passerelle_web.people.account_forms.ProveOneself",
    "request_reauthentication_code": "passerelle_web.people.account_forms.AskCode",
    "confirm_reauthentication_code": "passerelle_web.people.account_forms.SayMailedCode",
}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "evidence:home"
# Second factors: an app, passkeys, codes on paper
SECOND_FACTOR_REQUIRED = HERE.second_factor
MFA_ADAPTER = "passerelle_web.people.second_factor.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Passerelle"
# the code before and the code after count too: clocks differ
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_FORMS = {
    "authenticate": "passerelle_web.people.factor_forms.SayCode",
    "reauthenticate": "passerelle_web.people.factor_forms.SayCodeAgain",
    "activate_totp": "passerelle_web.people.factor_forms.SetUpApp",
    "add_webauthn": "passerelle_web.people.factor_forms.AddPasskey",
    "edit_webauthn": "passerelle_web.people.factor_forms.RenamePasskey",
}
# Identity providers of organisations, each named by the environment
SOCIALACCOUNT_ADAPTER = "passerelle_web.people.identity.providers.Providers"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "passerelle_web.people.identity.providers.Provider",
        "APPS": [one.for_allauth() for one in HERE.providers],
    }
}
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_FORMS = {
    "signup": "passerelle_web.people.factor_forms.FinishSignUp",
    "disconnect": "passerelle_web.people.factor_forms.Disconnect",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HERE.behind_proxy else 0

# Mail -------------------------------------------------------------------------------------------------
# Without a server: in debug to the console, addresses unconfirmed; else nothing is sent and nobody can sign up.
SENDS_MAIL = DEBUG or HERE.mail is not None
ACCOUNT_EMAIL_VERIFICATION = "optional" if DEBUG and HERE.mail is None else "mandatory"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = HERE.mail_from
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if HERE.mail else 'console' if DEBUG else 'dummy'}.EmailBackend"
globals().update(HERE.mail or {})
# Where people reach the site: for links in mails, which no request asks for
SITE_ADDRESS = HERE.address
ANSWERS_DOMAIN = HERE.answers_domain
ANSWERS_MAILBOX = HERE.answers_mailbox

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
