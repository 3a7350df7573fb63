"""The one settings file. What a municipality may set is read from the environment, in `Environment`.

SQLite by default; PostgreSQL by one variable (`FAGKOMPAS_DATABASE`). Documented in docs/guide/settings.md.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PACKAGE_DIR = BASE_DIR / "fagkompas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What is set from outside, with its type and default."""

    var: Path
    database: str
    secret_key: str
    old_secret_keys: tuple[str, ...]
    debug: bool
    demo: bool
    hosts: tuple[str, ...]
    https: bool
    worker: bool
    unit_name: str
    mail_from: str
    smtp: str
    second_factor: str
    proxies: int
    keep_retired_days: int
    statbank: str


def flag(name: str, *, default: bool) -> bool:
    """`1`, `true`, `yes`, `on` in any case are true."""
    value = os.environ.get(name, "")
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def one_of(name: str, words: tuple[str, ...], *, default: str) -> str:
    """One of a few words; raises ValueError with the words when it is another."""
    word = os.environ.get(name, "") or default
    if word not in words:
        raise ValueError(f"{name} is {word!r}. Use one of: {', '.join(words)}.")
    return word


def whole_number(name: str, *, default: int) -> int:
    """A number from 0 up; raises ValueError when it is something else."""
    text = os.environ.get(name, "") or str(default)
    if not text.isdecimal():
        raise ValueError(f"{name} is {text!r}. Use a whole number.")
    return int(text)


def secret_key_from(var: Path) -> str:
    """The key of FAGKOMPAS_SECRET_KEY, else of the file that set-up made; empty when there is none.

    The command line works without one; whatever needs a key then says so.
    """
    given = os.environ.get("FAGKOMPAS_SECRET_KEY", "")
    file = var / "secret-key"
    return given or (file.read_text(encoding="utf-8").strip() if file.is_file() else "")


def old_secret_keys_from(var: Path) -> tuple[str, ...]:
    """The keys of FAGKOMPAS_OLD_SECRET_KEYS, separated by commas, else the lines of the file `old-secret-keys`."""
    given = os.environ.get("FAGKOMPAS_OLD_SECRET_KEYS", "").split(",")
    file = var / "old-secret-keys"
    lines = file.read_text(encoding="utf-8").splitlines() if not any(given) and file.is_file() else given
    return tuple(line.strip() for line in lines if line.strip())


def read_environment() -> Environment:
    """Every variable that Fagkompas reads."""
    var = Path(os.environ.get("FAGKOMPAS_VAR", str(BASE_DIR / "var")))
    debug = flag("FAGKOMPAS_DEBUG", default=False)
    demo = flag("FAGKOMPAS_DEMO", default=False)
    return Environment(
        var=var,
        database=os.environ.get("FAGKOMPAS_DATABASE", ""),
        secret_key=secret_key_from(var),
        old_secret_keys=old_secret_keys_from(var),
        debug=debug,
        demo=demo,
        hosts=tuple(os.environ.get("FAGKOMPAS_HOSTS", "localhost,127.0.0.1,[::1]").split(",")),
        https=flag("FAGKOMPAS_HTTPS", default=False),
        worker=flag("FAGKOMPAS_WORKER", default=False),
        unit_name=os.environ.get("FAGKOMPAS_UNIT_NAME", "jobcenter"),
        mail_from=os.environ.get("FAGKOMPAS_MAIL_FROM", "fagkompas@localhost"),
        smtp=os.environ.get("FAGKOMPAS_SMTP", ""),
        second_factor=one_of(
            "FAGKOMPAS_SECOND_FACTOR", ("none", "privileged", "all"), default="none" if debug or demo else "privileged"
        ),
        proxies=whole_number("FAGKOMPAS_PROXIES", default=0),
        keep_retired_days=whole_number("FAGKOMPAS_KEEP_RETIRED_DAYS", default=180),
        statbank=os.environ.get("FAGKOMPAS_STATBANK", ""),
    )


ENVIRONMENT = read_environment()

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: an answer that was shown as saved survives a power cut.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def database(url: str, var: Path) -> dict[str, Any]:
    """Django's settings of one database from `postgres://user:password@host:port/name`; empty is SQLite in `var`.

    For a unix socket: `postgres:///name?host=/folder`.
    """
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": var / "fagkompas.sqlite3", "OPTIONS": SQLITE_OPTIONS}
    parts = urlsplit(url)
    host = parts.hostname or dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair).get("host", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = list(ENVIRONMENT.old_secret_keys)
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
DATABASES = {"default": database(ENVIRONMENT.database, ENVIRONMENT.var)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "fagkompas.website",
    "fagkompas.casework",
    "fagkompas.matching",
    "fagkompas.learning",
    "fagkompas.conversations",
    "fagkompas.assessments",
    "fagkompas.surveys",
    "fagkompas.companies",
    "fagkompas.catalogue",
    "fagkompas.methods",
    "fagkompas.frameworks",
    "fagkompas.occupations",
    "fagkompas.citizens",
    "fagkompas.accounts",
    "fagkompas.audit",
    "fagkompas.toolkit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # allauth's list of passkeys loads its tags
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fagkompas.toolkit.fresh_pages.FreshPages",
    "fagkompas.toolkit.forgotten_files.ForgottenFiles",
    "fagkompas.toolkit.read_only.ReadOnlyRequests",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fagkompas.accounts.middleware.ReadingLanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "fagkompas.accounts.middleware.SecondFactorMiddleware",
    "fagkompas.citizens.middleware.ReasonMiddleware",
    "fagkompas.matching.middleware.ProfileMiddleware",
    "fagkompas.casework.middleware.StatusMiddleware",
    "fagkompas.casework.middleware.ShownAgainMiddleware",
]

ROOT_URLCONF = "fagkompas.website.urls"
WSGI_APPLICATION = "fagkompas.website.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "fagkompas.toolkit.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fagkompas.website.context.shell",
            ],
        },
    }
]

# Language and time: Danish first, stored in UTC, shown as in Copenhagen.
LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

# Sign-in: password or passkey, second factor; addresses in accounts/sign_in_urls.py
AUTH_USER_MODEL = "accounts.Employee"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "fagkompas.accounts.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Fagkompas: "
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  # where it is, not a password
# Five wrong passwords for one address lock it for a quarter of an hour; a whole town hall may share one IP address.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/15m/key,100/15m/ip",
    "login": "120/m/ip",
    "reset_password": "60/h/ip,5/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
ACCOUNT_FORMS = {
    "login": "fagkompas.accounts.sign_in_forms.LoginForm",
    "change_password": "fagkompas.accounts.sign_in_forms.ChangePasswordForm",
    "set_password": "fagkompas.accounts.sign_in_forms.SetPasswordForm",
    "reset_password": "fagkompas.accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "fagkompas.accounts.sign_in_forms.ResetPasswordKeyForm",
    "reauthenticate": "fagkompas.accounts.sign_in_forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "fagkompas.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "fagkompas.accounts.sign_in_forms.CodeForm",
    "reauthenticate": "fagkompas.accounts.sign_in_forms.ConfirmCodeForm",
    "activate_totp": "fagkompas.accounts.sign_in_forms.ActivateCodeForm",
    "edit_webauthn": "fagkompas.accounts.sign_in_forms.NamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Fagkompas"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.https

# What counts wrong passwords is shared by all web processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "fagkompas_cache"}}

# Sessions end with the browser and after a working day.
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "fagkompas.website.views.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 31536000 if ENVIRONMENT.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Static files: our own, and dkfds as installed in node_modules at set-up.
STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.var / "static"
STATICFILES_DIRS = [
    (prefix, str(folder))
    for prefix, folder in [("dkfds", BASE_DIR / "node_modules" / "dkfds" / "dist")]
    if folder.is_dir()
]
WHITENOISE_USE_FINDERS = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Uploads are read as a stream and not kept (see toolkit/workbooks.py for the limits on what is inside).
FILE_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024
"""Over what a file may take (`toolkit.workbooks.MAX_BYTES`), so that what is read never lies in clear on the disk."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Work in the background: at once in the web process, or by `manage.py db_worker` where FAGKOMPAS_WORKER is set.
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if ENVIRONMENT.worker
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}
# What takes longer than a page may (learning/tasks.py) runs in a thread of the web process where there is no worker.
WORK_IN_THREADS = not ENVIRONMENT.worker

# Letters go into the outbox first (accounts.Letter). Without a mail server they end in the log; a demo shows them on a page.
EMAIL_BACKEND = "django.core.mail.backends.{}.EmailBackend".format(
    "smtp" if ENVIRONMENT.smtp else "dummy" if ENVIRONMENT.demo else "console"
)
EMAIL_HOST = ENVIRONMENT.smtp
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

# Where vacancies are fetched; nothing is fetched where it is empty.
STATBANK = ENVIRONMENT.statbank

# The secret of a link by which somebody answers a survey is in no line of the log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without secrets": {"()": "fagkompas.toolkit.logs.WithoutSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "without secrets"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO" if ENVIRONMENT.debug else "WARNING", "propagate": True},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
