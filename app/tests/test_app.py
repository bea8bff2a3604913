import json
import logging

import pytest

from smallcase import create_app, logs


@pytest.fixture
def app():
    app = create_app(release="r1")

    @app.get("/crash")
    def crash():
        raise RuntimeError("password=hunter2")

    return app


@pytest.fixture
def client(app):
    return app.test_client()


def test_the_page_says_which_app_and_release_answers(client):
    assert client.get("/").json == {"app": "smallcase", "release": "r1"}


def test_two_apps_in_one_process_share_nothing():
    one, two = create_app("one").test_client(), create_app("two", [lambda: "Not yet."]).test_client()
    assert (one.get("/").json["release"], two.get("/").json["release"]) == ("one", "two")
    assert (one.get("/readyz").status_code, two.get("/readyz").status_code) == (200, 503)


def test_without_checks_the_app_is_ready(client):
    assert client.get("/readyz").json == {"status": "ready"}


def test_a_failing_check_makes_it_not_ready_and_says_why_but_does_not_have_it_restarted():
    client = create_app(checks=[lambda: None, lambda: "The database is away."]).test_client()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "not ready", "reasons": ["The database is away."]}
    assert client.get("/healthz").status_code == 200


def test_a_check_that_raises_is_not_ready_and_its_text_stays_in_the_log(caplog):
    def database():
        raise OSError("postgres://user:secret@db")

    answer = create_app(checks=[database]).test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json["reasons"] == ["The check database raised an error; this process's log says which."]
    assert "postgres://user:secret@db" in caplog.text


def test_a_check_that_recovers_makes_it_ready_again():
    reasons = ["Warming up."]
    client = create_app(checks=[lambda: reasons[0] if reasons else None]).test_client()
    assert client.get("/readyz").status_code == 503
    reasons.clear()
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    "method, path, status",
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/healthz", 200),
        ("GET", "/nowhere", 404),
        ("POST", "/", 405),
        ("GET", "/crash", 500),
    ],
)
def test_every_response_carries_the_release_and_a_request_id(client, method, path, status):
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert answer.headers["X-Release"] == "r1"
    assert len(answer.headers["X-Request-Id"]) == 32


def test_an_error_is_json_and_keeps_its_own_headers(client):
    answer = client.post("/", headers={"X-Request-Id": "abc"})
    assert answer.content_type == "application/json"
    assert answer.json == {
        "status": 405,
        "error": "Method Not Allowed",
        "detail": "The method is not allowed for the requested URL.",
        "request_id": "abc",
    }
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_crash_answers_json_without_its_cause(client):
    answer = client.get("/crash")
    assert (answer.status_code, answer.json["error"]) == (500, "Internal Server Error")
    assert "hunter2" not in answer.text


@pytest.mark.parametrize("given", ["abc-123", "Root=1-67891233-abcdef012345678912345678", "x" * 128])
def test_a_sane_request_id_is_kept(client, given):
    assert client.get("/", headers={"X-Request-Id": given}).headers["X-Request-Id"] == given


@pytest.mark.parametrize("given", ["", "x" * 129, "a b", '"},{"level":"info', "é"])
def test_any_other_request_id_is_replaced(client, given):
    kept = client.get("/", headers={"X-Request-Id": given}).headers["X-Request-Id"]
    assert kept != given and len(kept) == 32


def lines(caplog):
    formatter = logs.JsonFormatter("r1")
    return [json.loads(formatter.format(record)) for record in caplog.records]


def test_a_request_is_one_line_of_json_without_its_query(client, caplog):
    caplog.set_level(logging.INFO)
    client.get("/nowhere%0Aelse?token=secret", headers={"X-Request-Id": "abc"})
    (record,) = caplog.records
    text = logs.JsonFormatter("r1").format(record)
    assert "\n" not in text and "secret" not in text
    line = json.loads(text)
    assert line.pop("time").endswith("+00:00")
    assert 0 <= line.pop("ms") < 60_000
    assert line == {
        "level": "info",
        "logger": "smallcase",
        "message": "request",
        "release": "r1",
        "method": "GET",
        "path": "/nowhere\nelse",
        "status": 404,
        "request_id": "abc",
    }
