"""One settings file. Installations differ by environment variables only (see docs/settings.md)."""

import atexit
import os
import secrets
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

ROOT = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules
if TESTING:  # each test process keeps its data apart, and takes it away when it ends
    HOME = Path(tempfile.mkdtemp(prefix="noilam-test-"))
    atexit.register(shutil.rmtree, HOME, ignore_errors=True)
else:
    HOME = Path(os.environ.get("NOILAM_HOME") or ROOT / "var").resolve()  # the data directory
    HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
HOST = os.environ.get("NOILAM_HOST", "127.0.0.1")  # 0.0.0.0 to be reached from other machines
PORT = int(os.environ.get("PORT") or "8000")
PROXY = os.environ.get("NOILAM_PROXY", "")  # the address of a reverse proxy whose headers count
PUBLIC_URL = (os.environ.get("NOILAM_URL") or f"http://127.0.0.1:{PORT}").rstrip("/")

DEBUG = False


def _secret_key() -> str:
    """The installation's own key: from the environment, else made once, readable by its owner."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    kept = HOME / "secret-key"
    if not kept.exists():
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text()


SECRET_KEY = _secret_key()
_host = urlsplit(PUBLIC_URL).hostname or "localhost"
ALLOWED_HOSTS = [_host, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_q",
    "axes",
    # Floors, lowest first. The same order as in ARCHITECTURE.md and pyproject.toml.
    "noilam.foundation",
    "noilam.ui",
    "noilam.audit",
    "noilam.notices",
    "noilam.files",
    "noilam.exchange",
    "noilam.rulebook",
    "noilam.accounts",
    "noilam.organisation",
    "noilam.consultation",
    "noilam.commitments",
    "noilam.scoring",
    "noilam.insight",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "noilam.accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Closed by default: a public view says @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "noilam.accounts.middleware.ActorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "noilam.ui.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "noilam.ui.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "noilam.ui.templatetags.ui",
            ],
        },
    }
]

_url = os.environ.get("DATABASE_URL", "")
if _url:
    DATABASES = {"default": dj_database_url.parse(_url, conn_max_age=600, conn_health_checks=True)}
    if DATABASES["default"]["ENGINE"].endswith("postgresql"):
        # Compiling a question took forty times as long as answering it (1.5 s of 1.54 s). What the
        # address itself asks of the server comes after, and holds.
        _options = DATABASES["default"].setdefault("OPTIONS", {})
        _options["options"] = f"-c jit=off {_options.get('options', '')}".strip()
else:
    DATABASES = {
        "default": {
            "ENGINE": "noilam.foundation.sqlite",
            "NAME": str(HOME / "noilam.sqlite3"),
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": str(HOME / "test.sqlite3")},  # a file: threads need it
            "OPTIONS": {
                # SQLite has no row locks. Taking the write lock when a transaction begins
                # gives actions the guarantee that row locks give on PostgreSQL.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    f"PRAGMA journal_mode=WAL; PRAGMA synchronous={'OFF' if TESTING else 'FULL'};"
                    "PRAGMA cache_size=-32768;"
                    "PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
                ),
            },
        }
    }

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "noilam.accounts.backends.PasswordBackend",
    "noilam.accounts.backends.CardBackend",
]
PASSWORD_HASHERS = ["noilam.accounts.hashers.OfficeArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# Who tries in vain is made to wait; how long, the rulebook says (accounts.lockout).
AXES_HANDLER = "noilam.accounts.lockout.SignInGuard"
AXES_FAILURE_LIMIT = "noilam.accounts.lockout.failure_limit"
AXES_COOLOFF_TIME = "noilam.accounts.lockout.cool_off"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]
AXES_LOCKOUT_CALLABLE = "noilam.accounts.views.sign_in.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # who came when is nobody's business
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
AXES_VERBOSE = False

# Who may act for whom today: `(account id, day) -> list[accounts.rules.Absence]`. The floor that
# knows stands above accounts, so accounts reaches it by path.
STAND_INS = "noilam.organisation.queries.stand_ins.absences_for"
# What somebody's roles permit in the whole installation: `(actor, day) -> frozenset[str]`.
ROLE_PERMISSIONS = "noilam.organisation.permissions.brought_by_roles"

# What must know everybody, as plain tables reached by path. One table, one file in config/.
REACTIONS = "config.reactions.REACTIONS"
JOBS = "config.jobs.JOBS"
MEASURES = "config.measures.MEASURES"
MEASURE_ALIASES = "config.measures.ALIASES"
NAVIGATION = "config.navigation.NAVIGATION"
TODAY = "config.today.TODAY"
TODAY_TOGETHER = "config.today.TOGETHER"
SEARCH = "config.search.SEARCH"
PANELS = "config.panels.PANELS"
SHEETS = "config.sheets.SHEETS"
REPORTS = "config.reports.REPORTS"
OPEN_DATA = "config.open_data.OPEN_DATA"
TRAIL_WORDS = "config.trail_words.TRAIL_WORDS"
OPEN_MATTERS = "config.open_matters.OPEN_MATTERS"
REFERENCES = "config.references.REFERENCES"
FILE_OWNERS = "config.file_owners.FILE_OWNERS"
DEADLINES = "config.deadlines.DEADLINES"
FOLLOWING = "config.deadlines.FOLLOWING"
RULINGS = "noilam.rulebook.queries.value"  # for floors below the rulebook
SHELF = "noilam.files.actions.store_upload"  # for floors below files

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# Apps bring their own; these floors are no apps.
LOCALE_PATHS = [ROOT / "config/locale", ROOT / "noilam/cli/locale", ROOT / "noilam/demo/locale"]
TIME_ZONE = os.environ.get("NOILAM_TIME_ZONE") or "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
MEDIA_ROOT = HOME / "files"
FILE_UPLOAD_PERMISSIONS = 0o600  # Django's own default lets everybody on the machine read
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
SESSION_ENGINE = "noilam.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

Q_CLUSTER = {
    "name": "noilam",
    "orm": "default",
    "retry": 660,  # seconds until a job whose worker was killed is handed out again
    "timeout": 600,
    "max_attempts": 5,
    "catch_up": False,
    "poll": 1,  # seconds between looks at an empty queue
    "save_limit": 100,
}

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")  # without a mail server no letter is written
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or "25")
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_TLS", "") == "1"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", f"noilam@{_host}")
SMS_WEBHOOK_URL = os.environ.get("SMS_WEBHOOK_URL", "")  # a gateway for text messages, if any
SMS_WEBHOOK_SECRET = os.environ.get("SMS_WEBHOOK_SECRET", "")  # signs what goes to the gateway

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Their lines name people, addresses and card codes; a refusal is no fault of the program.
    "loggers": {"axes": {"level": "CRITICAL"}, "django.request": {"level": "ERROR"}},
}
