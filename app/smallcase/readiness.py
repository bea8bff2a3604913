"""Whether this process may take traffic."""

import logging
from collections.abc import Callable, Sequence

Check = Callable[[], str | None]
"""Looks at one thing the app needs. Returns None when it is well, else the reason in one sentence.

The reason is shown to whoever can reach /readyz: no addresses, no credentials.
A check runs on every probe, so it must answer well within the probe's timeout (1 second by default).
"""

log = logging.getLogger(__name__)


def problems(checks: Sequence[Check]) -> list[str]:
    """The reasons of all checks that are not well; empty means ready. A check that raises is not well."""
    return [reason for check in checks if (reason := _run(check)) is not None]


def _run(check: Check) -> str | None:
    try:
        return check()
    except Exception:
        # The exception's own text may hold a connection string, so it goes to the log only.
        name = getattr(check, "__name__", type(check).__name__)
        log.exception("readiness check %s raised", name)
        return f"The check {name} raised an error; this process's log says which."
