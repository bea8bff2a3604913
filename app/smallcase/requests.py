"""Every request's id, its log line, and the release that answered it."""

import logging
import re
import time
import uuid

from flask import Flask, Response, g, request

SANE_ID = re.compile(r"[A-Za-z0-9._:=/+-]{1,128}")


def observe(app: Flask, release: str) -> None:
    """Give every response X-Release and X-Request-Id, and write one log line for it."""

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        g.request_id = request_id(request.headers.get("X-Request-Id"))

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Release"] = release
        response.headers["X-Request-Id"] = g.request_id
        fields = {
            "method": request.method,
            # Without the query: it may hold what must not be kept.
            "path": request.path,
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.started) * 1000, 1),
            "request_id": g.request_id,
        }
        level = logging.ERROR if response.status_code >= 500 else logging.INFO
        app.logger.log(level, "request", extra={"fields": fields})
        return response


def request_id(given: str | None) -> str:
    """The caller's id if it is sane, else a new one: 32 hex digits. A long or odd id could forge log lines."""
    return given if given and SANE_ID.fullmatch(given) else uuid.uuid4().hex
