"""The app's pages and probes."""

from collections.abc import Sequence

from flask import Blueprint

from .readiness import Check, problems


def routes(release: str, checks: Sequence[Check]) -> Blueprint:
    """The app's pages and its two probes."""
    pages = Blueprint("pages", __name__)

    @pages.get("/")
    def home():
        return {"app": "smallcase", "release": release}

    @pages.get("/healthz")
    def healthz():
        """Liveness. Looks at nothing outside: a restart cannot repair a database that is down."""
        return {"status": "ok"}

    @pages.get("/readyz")
    def readyz():
        """Readiness. Shutting down needs no answer here: after SIGTERM gunicorn serves no new connection,
        and a probe comes on a new one, so it fails by itself."""
        reasons = problems(checks)
        if reasons:
            return {"status": "not ready", "reasons": reasons}, 503
        return {"status": "ready"}

    return pages
