"""Django's settings, from the options of the environment. What `junheng serve --production` refuses: `safety`."""

from __future__ import annotations

from pathlib import Path

from junheng.web.site import keys, options

OPTION = options.read()
DATA = Path(OPTION["JUNHENG_DATA"]).resolve()
DATA.mkdir(parents=True, exist_ok=True)
PRODUCTION = OPTION["JUNHENG_PRODUCTION"] == "1"
HTTPS = OPTION["JUNHENG_HTTPS"] == "1"

DEBUG = False
SECRET_KEY = keys.secret_key(OPTION["JUNHENG_SECRET_KEY"], DATA)
FIELD_KEYS = keys.field_keys(OPTION["JUNHENG_FIELD_KEYS"], DATA)
ALLOWED_HOSTS = [host.strip() for host in OPTION["JUNHENG_HOSTS"].split(",") if host.strip()] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "ninja",
    "junheng.web.base",
    "junheng.web.people",  # before allauth: its templates replace allauth's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "junheng.web.log",
    "junheng.web.jobs",
    "junheng.web.registry",
    "junheng.web.imports",
    "junheng.web.filing",
    "junheng.web.snapshots",
    "junheng.web.judgement",
    "junheng.web.audits",
    "junheng.web.evidence",
    "junheng.web.api",
    "junheng.web.operation",
    "junheng.web.charts",
    "junheng.web.home",
]
PROXY = OPTION["JUNHENG_PROXY"] == "1"
MIDDLEWARE = [
    *(["junheng.web.site.proxy.Proxied"] if PROXY else []),
    "junheng.web.operation.requests.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "junheng.web.site.headers.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "junheng.web.people.sessions.SessionClock",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "junheng.web.people.place.Place",
    "junheng.web.people.gate.Gate",
]
ROOT_URLCONF = "junheng.web.site.urls"
WSGI_APPLICATION = "junheng.web.site.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "junheng.web.base.context.page",
            ],
            "builtins": ["junheng.web.base.templatetags.words", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": options.database(OPTION["JUNHENG_DATABASE_URL"], DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "junheng.web.people.passwords.CommonDressed"},
    {"NAME": "junheng.web.people.passwords.KnownNumbers"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "junheng.web.people.adapter.ClosedAdapter"
ACCOUNT_FORMS = {
    "login": "junheng.web.people.forms.SignInForm",
    "change_password": "junheng.web.people.forms.PasswordForm",
    "reauthenticate": "junheng.web.people.forms.ConfirmForm",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the session at hand goes on under a new key; all others end
ACCOUNT_PREVENT_ENUMERATION = True
# Per address: a bureau and its schools may share one. Per name: behind people.lockout, which locks after 5.
ACCOUNT_RATE_LIMITS = {"login": "240/m/ip", "login_failed": "60/m/ip,20/15m/key"}
MFA_ADAPTER = "junheng.web.people.second_factor.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "均衡 Junheng"
MFA_FORMS = {
    "authenticate": "junheng.web.people.forms.CodeForm",
    "reauthenticate": "junheng.web.people.forms.ConfirmCodeForm",
    "activate_totp": "junheng.web.people.forms.ActivateForm",
}
MFA_ROLES = frozenset(role.strip() for role in OPTION["JUNHENG_MFA_ROLES"].split(",") if role.strip())

SESSION_COOKIE_NAME = "__Host-junheng_session" if HTTPS else "junheng_session"
SESSION_COOKIE_AGE = int(OPTION["JUNHENG_SESSION_MINUTES"]) * 60
SESSION_SAVE_EVERY_REQUEST = False  # people.sessions pushes the end ahead once a minute
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-junheng_form" if HTTPS else "junheng_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
MESSAGE_STORAGE = "junheng.web.site.messages.Storage"
CSRF_FAILURE_VIEW = "junheng.web.base.errors.csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY else None
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "__Host-junheng_language" if HTTPS else "junheng_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # In production files carry their content's hash in their name and are kept by browsers for good.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = DATA / "files"
SNAPSHOTS = DATA / "snapshots"
WORKER_SILENCE = int(OPTION["JUNHENG_WORKER_SILENCE"])
UPLOAD_BYTES = int(OPTION["JUNHENG_UPLOAD_MB"]) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}}
_LOG_FILE = Path(OPTION["JUNHENG_LOG_FILE"]) if OPTION["JUNHENG_LOG_FILE"] else None
if _LOG_FILE is not None:
    _LOG_FILE.parent.mkdir(parents=True, exist_ok=True)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "junheng.web.operation.structured.Formatter"}},
    "handlers": {
        "log": {"class": "logging.handlers.WatchedFileHandler", "filename": _LOG_FILE, "delay": True}  # rotated outside
        if _LOG_FILE
        else {"class": "logging.StreamHandler"}
    },
    "root": {"handlers": ["log"], "level": OPTION["JUNHENG_LOG_LEVEL"]},
}
LOGGING["handlers"]["log"]["formatter"] = "json"
SILENCED_SYSTEM_CHECKS: list[str] = []
