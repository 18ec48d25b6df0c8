"""How a response came in, in words: by which door, whose hand wrote it, through whom."""

from collections.abc import Mapping

from advisory.consultations.models import Interpreter, Wrote
from advisory.contributions.models import Channel
from advisory.languages.catalogues import for_staff

DOORS: Mapping[Channel, str] = {
    Channel.WEB: for_staff("Web"),
    Channel.HELPER: for_staff("Entered with help"),
    Channel.PAPER: for_staff("Paper"),
    Channel.GROUP: for_staff("Group"),
}
WROTE: Mapping[Wrote, str] = {
    Wrote.HELPER: for_staff("Written by us"),
    Wrote.ONE_OF_THEM: for_staff("Written by one of them"),
    Wrote.THEMSELVES: for_staff("Written by themselves"),
}
INTERPRETERS: Mapping[str, str] = {
    Interpreter.NONE: for_staff("No interpreter"),
    Interpreter.BESIDE: for_staff("An interpreter beside us"),
    Interpreter.TELEPHONE: for_staff("An interpreter on the telephone"),
    Interpreter.OWN: for_staff("Somebody whom the person brought"),
}
FEWEST, MOST = 2, 300
"""Heads of a group. It is one response, however many they were."""


def interpreter(typed: str) -> Interpreter:
    return Interpreter(typed) if typed in INTERPRETERS else Interpreter.NONE
