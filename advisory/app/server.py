"""The web server around the app."""

import os
import socket
from contextlib import closing

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

import config
from advisory.app.house import NotReady

THREADS = 8
"""Of each process. Passwords and codes are slow on purpose; the database may wait for a lock."""


def application() -> Flask:
    """Made in each process of the server."""
    from advisory.app.front_door import open_doors  # noqa: PLC0415 - commands start faster without pages

    return open_doors(config.read())


def serve(settings: config.Settings) -> None:
    """Returns when the server was stopped. Nothing about visitors is logged."""
    refuse_taken_port(settings)
    Granian(
        f"{__name__}:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=min(2, os.cpu_count() or 1),
        blocking_threads=THREADS,
        log_access=False,
        log_level=LogLevels.error,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def refuse_taken_port(settings: config.Settings) -> None:
    """Raises NotReady."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((settings.host, settings.port))
        except OSError as why:
            raise NotReady(
                f"{settings.host}:{settings.port} cannot be used ({why.strerror}): "
                "set PORT to another number, or stop what runs there."
            ) from why


def answers(settings: config.Settings) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    try:
        socket.create_connection((host, settings.port), timeout=1).close()
    except OSError:
        return False
    return True
