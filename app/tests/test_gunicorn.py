"""gunicorn itself, with the configuration that ships."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LONG = 20  # seconds; how long the tests wait for what takes under three


def wait_until(true):
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def serves(port):
    """Whether a new connection is answered. A stopping gunicorn 20.1 refuses it, 27.0 lets it wait."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class Server:
    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.signals = folder
        self.log = folder / "log"
        environ = {**os.environ, "PORT": str(self.port), "RELEASE": "r7", "SIGNALS": str(folder)}
        environ["PYTHONPATH"] = str(HERE)
        command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{self.port}", "slow_app:app"]
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                command, cwd=HERE.parent, env=environ, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
            )
        wait_until(lambda: serves(self.port))

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)

    def lines(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    yield server
    # The whole group: a worker in the middle of a request outlives a master that is killed.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()


def get(connection, path):
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer, json.loads(answer.read())


def test_a_connection_is_kept_for_the_next_request(server):
    connection = server.connect()
    answer, body = get(connection, "/")
    kept = connection.sock
    assert body == {"app": "smallcase", "release": "r7"}
    assert kept is not None
    answer, _ = get(connection, "/nowhere")
    assert connection.sock is kept
    assert (answer.status, answer.headers["X-Release"]) == (404, "r7")


def test_a_request_under_way_is_finished_after_sigterm_while_new_ones_are_not_served(server):
    answers = []
    request = threading.Thread(target=lambda: answers.append(get(server.connect(), "/slow")))
    request.start()
    wait_until((server.signals / "started").exists)

    server.process.send_signal(signal.SIGTERM)
    wait_until(lambda: not serves(server.port))
    assert answers == []
    (server.signals / "finish").touch()

    request.join(LONG)
    ((answer, body),) = answers
    assert (answer.status, body) == (200, {"slow": "done"})
    assert server.process.wait(LONG) == 0


def test_every_line_is_json_gunicorns_own_too(server):
    connection = server.connect()
    connection.request("GET", "/healthz", headers={"X-Request-Id": "abc"})
    connection.getresponse().read()
    connection.close()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(LONG) == 0

    lines = server.lines()
    assert {line["release"] for line in lines} == {"r7"}
    assert any(line["logger"] == "gunicorn.error" and "Listening at" in line["message"] for line in lines)
    (request,) = [line for line in lines if line.get("request_id") == "abc"]
    assert (request["path"], request["status"], request["request_id"]) == ("/healthz", 200, "abc")


def configured(**environ):
    """gunicorn's view of the configuration that ships."""
    command = [sys.executable, "-m", "gunicorn", "--print-config", "wsgi:app"]
    given = {name: value for name, value in os.environ.items() if not name.endswith("_SECONDS")}
    return subprocess.run(
        command, cwd=HERE.parent, env={**given, **environ}, capture_output=True, text=True, timeout=LONG, check=False
    )


def times(**environ):
    lines = [line.split("=") for line in configured(**environ).stdout.splitlines()]
    values = {line[0].strip(): line[1].strip() for line in lines if len(line) == 2}
    return int(values["graceful_timeout"]), int(values["keepalive"])


def test_the_times_that_the_platform_gives_are_used_as_they_are():
    pod = {"TERMINATION_GRACE_SECONDS": "60", "PRE_STOP_SECONDS": "15"}
    assert times(**pod, GRACEFUL_TIMEOUT_SECONDS="31", KEEP_ALIVE_SECONDS="62") == (31, 62)
    assert times(**pod, GRACEFUL_TIMEOUT_SECONDS="42", KEEP_ALIVE_SECONDS="5") == (42, 5)


def test_without_them_they_follow_from_what_the_pod_and_the_balancer_have():
    assert times() == (42, 75)
    assert times(TERMINATION_GRACE_SECONDS="30", PRE_STOP_SECONDS="7", LB_IDLE_TIMEOUT_SECONDS="10") == (20, 25)


@pytest.mark.parametrize(
    "environ, sentence",
    [
        ({"GRACEFUL_TIMEOUT_SECONDS": "43"},
         "GRACEFUL_TIMEOUT_SECONDS is 43, but must be at most 42, which is TERMINATION_GRACE_SECONDS (60) "
         "less PRE_STOP_SECONDS (15) and 3 to exit in, or requests are cut off; set it to 42."),
        ({"GRACEFUL_TIMEOUT_SECONDS": "0"},
         "GRACEFUL_TIMEOUT_SECONDS is '0', but must be a whole number from 1 to 999999; set it to 42."),
        ({"KEEP_ALIVE_SECONDS": "long"},
         "KEEP_ALIVE_SECONDS is 'long', but must be a whole number from 1 to 999999; set it to 75."),
    ],
)  # fmt: skip
def test_times_that_cannot_be_kept_end_it_with_one_sentence(environ, sentence):
    ended = configured(**environ)
    assert (ended.returncode, ended.stderr.strip()) == (1, sentence)
