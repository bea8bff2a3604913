import runpy
from pathlib import Path

import pytest

CONF = Path(__file__).parent.parent / "gunicorn.conf.py"
READ = ("RELEASE", "LOG_LEVEL", "PORT", "WEB_CONCURRENCY", "THREADS", "LB_IDLE_TIMEOUT_SECONDS",
        "TERMINATION_GRACE_SECONDS", "PRE_STOP_SECONDS", "GRACEFUL_TIMEOUT_SECONDS", "KEEP_ALIVE_SECONDS")  # fmt: skip


@pytest.fixture
def conf(monkeypatch):
    def load(**environ):
        for name in READ:
            monkeypatch.delenv(name, raising=False)
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(CONF))

    return load


def test_by_default_the_numbers_fit_an_alb_and_a_grace_of_60_seconds(conf):
    loaded = conf()
    assert (loaded["keepalive"], loaded["graceful_timeout"]) == (75, 42)
    assert (loaded["worker_class"], loaded["workers"], loaded["threads"]) == ("gthread", 1, 8)
    assert loaded["bind"] == "0.0.0.0:8080"


@pytest.mark.parametrize("idle", [1, 60, 4000])
def test_a_connection_outlives_the_balancers_idle_timeout(conf, idle):
    assert conf(LB_IDLE_TIMEOUT_SECONDS=str(idle))["keepalive"] > idle


@pytest.mark.parametrize("grace, pre_stop", [(60, 15), (20, 15), (4, 0), (600, 300)])
def test_draining_ends_before_the_pod_is_killed(conf, grace, pre_stop):
    timeout = conf(TERMINATION_GRACE_SECONDS=str(grace), PRE_STOP_SECONDS=str(pre_stop))["graceful_timeout"]
    assert 0 < timeout < grace - pre_stop


def test_what_is_set_is_used_and_what_is_empty_is_not(conf):
    loaded = conf(PORT="9000", WEB_CONCURRENCY="2", THREADS="", RELEASE="", LOG_LEVEL="debug")
    assert (loaded["bind"], loaded["workers"], loaded["threads"]) == ("0.0.0.0:9000", 2, 8)
    assert loaded["logconfig_dict"]["formatters"]["json"]["release"] == "unknown"
    assert loaded["logconfig_dict"]["root"]["level"] == "DEBUG"


@pytest.mark.parametrize(
    "environ, sentence",
    [
        ({"THREADS": "many"}, "THREADS is 'many', but must be a whole number from 1 to 999999; set it to 8."),
        ({"PORT": "0"}, "PORT is '0', but must be a whole number from 1 to 999999; set it to 8080."),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is 'loud', but must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL; "
                                "set it to INFO."),
        ({"RELEASE": "a\nb"}, "RELEASE is 'a\\nb', but must be 1 to 128 letters, digits or . _ : / @ + -; "
                              "set it to the name of what was built."),
        ({"TERMINATION_GRACE_SECONDS": "30", "PRE_STOP_SECONDS": "27"},
         "TERMINATION_GRACE_SECONDS is 30, but must be at least 4 more than PRE_STOP_SECONDS (27), "
         "or requests are cut off; set it to 72."),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_ends_it_with_one_sentence(conf, environ, sentence):
    with pytest.raises(SystemExit) as ended:
        conf(**environ)
    assert str(ended.value) == sentence
