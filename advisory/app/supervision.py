"""Processes that run until they are told to stop, and stop together."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Thread
from types import FrameType

import click
from sqlalchemy.exc import OperationalError

from advisory.foundation.database import Database
from advisory.foundation.jobs import Job, run_due

PAUSE = 5.0
LAST_SECONDS = 30.0
"""How long a process may take to end what it has begun."""


class Stop:
    """Whether we were told to stop. A plain flag: a lock could be held when a signal comes."""

    told = False

    def told_within(self, seconds: float) -> bool:
        ends = time.monotonic() + seconds
        while not self.told and time.monotonic() < ends:
            time.sleep(min(0.1, seconds))
        return self.told


@contextmanager
def told_to_stop() -> Iterator[Stop]:
    """Notices Ctrl-C, SIGTERM, and a terminal that closes."""
    stop = Stop()

    def note(_number: int, _frame: FrameType | None) -> None:
        stop.told = True

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, note) for number in signals}
    try:
        yield stop
    finally:
        for number, former in before.items():
            signal.signal(number, former)


def stop_with_parent() -> None:
    """Stops this process when its standard input ends, as it does when the parent was killed."""

    def watch() -> None:
        # Not through sys.stdin: its lock would be held for ever in a forked process.
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, daemon=True).start()


def work(database: Database, jobs: tuple[Job, ...], *, once: bool = False) -> None:
    """Runs what is due, again and again; a database that is away for a while is waited for."""
    with told_to_stop() as stop:
        while not stop.told:
            try:
                run_due(database, jobs)
            except OperationalError:
                click.echo("The database does not answer; the worker tries again.", err=True)
            if once or stop.told_within(PAUSE):
                return


def together(
    commands: Sequence[Sequence[str]], *, is_up: Callable[[], bool], when_up: Callable[[], None]
) -> int:
    """Runs the commands until one ends or we are told to stop. 0 only when we were told."""
    with told_to_stop() as stop:
        children = [_child(command) for command in commands]
        try:
            is_told = False
            while not stop.told_within(0.1) and all(child.poll() is None for child in children):
                if not is_told and is_up():
                    when_up()
                    is_told = True
        finally:
            _end(children)
        return 0 if stop.told else 1


def _child(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the parent alone, and each child is told once.
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 - our own commands


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        with child:
            with suppress(subprocess.TimeoutExpired):
                child.wait(LAST_SECONDS)
            # What it started itself, and it too if it hangs.
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
