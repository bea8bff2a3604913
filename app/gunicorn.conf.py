"""How gunicorn serves the app. The times are the platform's or follow from them, so they cannot contradict them."""

import os

from smallcase import settings
from smallcase.logs import logging_config


def _number(name, default, least=1):
    return settings.whole_number(os.environ, name, default, least)


# The platform's times, in seconds. An ALB's idle timeout is 60 unless changed; the other two are what
# settings/shutdown.ts gives a pod.
_balancer_idle = _number("LB_IDLE_TIMEOUT_SECONDS", 60)
_termination_grace = _number("TERMINATION_GRACE_SECONDS", 60)
_pre_stop = _number("PRE_STOP_SECONDS", 15, least=0)

bind = f"0.0.0.0:{_number('PORT', 8080)}"

# gthread, because the sync worker closes the connection after every response. One process: a Fargate pod is
# small, and more pods are how the app grows.
worker_class = "gthread"
workers = _number("WEB_CONCURRENCY", 1)
threads = _number("THREADS", 8)

# Longer than the balancer keeps an idle connection: if the app closes first, a request on its way gets a 502.
keepalive = _number("KEEP_ALIVE_SECONDS", _balancer_idle + 15)

# The pod's grace runs from before preStop, and SIGTERM comes after it; 3 seconds are left to exit in.
_left = _termination_grace - _pre_stop - 3
if _left < 1:
    raise settings.SettingError(
        f"TERMINATION_GRACE_SECONDS is {_termination_grace}, but must be at least 4 more than "
        f"PRE_STOP_SECONDS ({_pre_stop}), or requests are cut off; set it to {_pre_stop + 45}."
    )
graceful_timeout = _number("GRACEFUL_TIMEOUT_SECONDS", _left)
if graceful_timeout > _left:
    raise settings.SettingError(
        f"GRACEFUL_TIMEOUT_SECONDS is {graceful_timeout}, but must be at most {_left}, which is "
        f"TERMINATION_GRACE_SECONDS ({_termination_grace}) less PRE_STOP_SECONDS ({_pre_stop}) and 3 to exit in, "
        f"or requests are cut off; set it to {_left}."
    )

# The worker's heartbeat is a file: in memory, because the root is read-only and a slow disk would block it.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
# gunicorn 25.1 and newer would put a socket into the home directory, which is read-only.
control_socket_disable = True

logconfig_dict = logging_config(settings.release(os.environ), settings.log_level(os.environ))
