"""Errors as JSON."""

from flask import Flask, g, json
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response


def speak_json(app: Flask) -> None:
    """Answer every error, a crash included, with {status, error, detail, request_id}."""
    app.register_error_handler(HTTPException, _as_json)


def _as_json(error: HTTPException) -> Response:
    # Werkzeug's own response, so that headers such as Allow (405) and Retry-After (429) stay.
    response = error.get_response()
    if error.response is None:
        body = {
            "status": error.code,
            "error": error.name,
            "detail": error.description,
            "request_id": g.get("request_id"),
        }
        response.data = json.dumps(body)
        response.content_type = "application/json"
    return response
