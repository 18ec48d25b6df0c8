"""Processes that run until they are told to stop, and stop together."""

import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from types import FrameType

import click
from sqlalchemy.exc import OperationalError

from advisory.foundation.database import Database
from advisory.foundation.jobs import Job, run_due

PAUSE = 5.0
LAST_SECONDS = 30.0
"""How long a process may take to end what it has begun."""


@contextmanager
def told_to_stop() -> Iterator[Event]:
    """Set by Ctrl-C, by SIGTERM, and when the terminal closes."""
    stop = Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, note) for number in signals}
    try:
        yield stop
    finally:
        for number, former in before.items():
            signal.signal(number, former)


def work(database: Database, jobs: tuple[Job, ...], *, once: bool = False) -> None:
    """Runs what is due, again and again; a database that is away for a while is waited for."""
    with told_to_stop() as stop:
        while not stop.is_set():
            try:
                run_due(database, jobs)
            except OperationalError:
                click.echo("The database does not answer; the worker tries again.", err=True)
            if once or stop.wait(PAUSE):
                return


def together(
    commands: Sequence[Sequence[str]], *, is_up: Callable[[], bool], when_up: Callable[[], None]
) -> int:
    """Runs the commands until one ends or we are told to stop. 0 only when we were told."""
    with told_to_stop() as stop:
        children = [subprocess.Popen(command) for command in commands]  # noqa: S603 - our own commands
        try:
            told = False
            while not stop.wait(0.1) and all(child.poll() is None for child in children):
                if not told and is_up():
                    when_up()
                    told = True
        finally:
            _end(children)
        return 0 if stop.is_set() else 1


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(LAST_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
