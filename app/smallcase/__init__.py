"""smallcase: the small web application that comes with Turnout."""

from collections.abc import Sequence

from flask import Flask

from . import errors, requests
from .readiness import Check
from .routes import routes


def create_app(release: str = "unknown", checks: Sequence[Check] = ()) -> Flask:
    """Make the application.

    release: what `/` and the X-Release header say is running.
    checks: what must be well before this process takes traffic, see readiness.Check.
    """
    app = Flask(__name__, static_folder=None)
    # First in, so that its after_request runs last and logs the response as it is sent.
    requests.observe(app, release)
    errors.speak_json(app)
    app.register_blueprint(routes(release, checks))
    return app
