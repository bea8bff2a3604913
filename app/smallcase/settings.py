"""Settings from environment variables, checked."""

import re
from collections.abc import Mapping

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class SettingError(SystemExit):
    """A variable that cannot be used. Ends the process with its one sentence and no stack trace."""


def release(environ: Mapping[str, str]) -> str:
    """RELEASE, which the platform sets; "unknown" without it. It becomes a header, so its letters are few."""
    value = environ.get("RELEASE", "") or "unknown"
    if not re.fullmatch(r"[A-Za-z0-9._:/@+-]{1,128}", value):
        raise SettingError(
            f"RELEASE is {value!r}, but must be 1 to 128 letters, digits or . _ : / @ + -; "
            "set it to the name of what was built."
        )
    return value


def log_level(environ: Mapping[str, str]) -> str:
    """LOG_LEVEL, in either case; INFO without it."""
    value = environ.get("LOG_LEVEL", "") or "INFO"
    if value.upper() not in LEVELS:
        raise SettingError(f"LOG_LEVEL is {value!r}, but must be one of {', '.join(LEVELS)}; set it to INFO.")
    return value.upper()


def whole_number(environ: Mapping[str, str], name: str, default: int, least: int = 1) -> int:
    """The variable `name` as a whole number of at least `least`; the default where it is not set or empty."""
    value = environ.get(name, "") or str(default)
    if not re.fullmatch(r"[0-9]{1,6}", value) or int(value) < least:
        raise SettingError(
            f"{name} is {value!r}, but must be a whole number from {least} to 999999; set it to {default}."
        )
    return int(value)
