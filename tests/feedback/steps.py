"""What the tests of saying do again and again, and what they look up afterwards."""

from sqlalchemy import func, select

from advisory.contributions import queries as kept
from advisory.contributions.models import Contribution
from advisory.feedback.models import Feedback
from advisory.foundation.database import Database
from advisory.words import queries as words
from tests.browser import Browser, Seen

WORDS = "رسالة العيادة جاءت بالإنجليزية فقط."


def write(browser: Browser, said: str, tag: str = "ar") -> Seen:
    return browser.press(browser.get(f"/{tag}/say"), "Next", said=said)


def send(browser: Browser, said: str = WORDS) -> Seen:
    return browser.press(write(browser, said), "Send")


def digits(seen: Seen) -> str:
    found = [
        "".join("".join(element.itertext()).split())
        for element in seen.all("p", class_="code-digits")
        if element.get("class") == "code-digits"
    ]
    return found[0]


def everything_said(database: Database) -> list[list[str]]:
    with database.reading() as look:
        ids = look.scalars(select(Contribution.id)).all()
        found = [kept.contribution(look, one) for one in ids]
        return [
            [words.reading(look, message.text.versions[0]) for message in one.messages]
            for one in found
            if one
        ]


def how_many(database: Database, table: type) -> int:
    with database.reading() as look:
        return look.scalar(select(func.count()).select_from(table)) or 0


def only_one(database: Database) -> tuple[Feedback, Contribution]:
    with database.reading() as look:
        feedback = look.scalars(select(Feedback)).one()
        return feedback, feedback.contribution
