"""Entry point for gunicorn: `gunicorn wsgi:app`."""

import os

from smallcase import create_app, settings

app = create_app(release=settings.release(os.environ))
