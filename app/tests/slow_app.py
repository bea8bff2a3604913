"""The app with one more page, which answers when the test says so. Served by gunicorn in test_gunicorn.py."""

import os
import time
from pathlib import Path

from wsgi import app

signals = Path(os.environ["SIGNALS"])


@app.get("/slow")
def slow():
    (signals / "started").touch()
    while not (signals / "finish").exists():
        time.sleep(0.02)
    return {"slow": "done"}
