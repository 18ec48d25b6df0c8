from flask import Flask

from advisory.app.access_table import access_table
from advisory.foundation import access
from advisory.foundation.access import Role
from advisory.foundation.pages import Page, Room


def test_the_table_says_who_opens_each_page() -> None:
    room = Room("room", __name__)

    @room.page("/", opens=access.ANYONE)
    def wall() -> Page:
        return ""

    @room.page("/staff/list", opens=access.staff(Role.TRANSLATOR), methods=("GET", "POST"))
    def listed() -> Page:
        return ""

    app = Flask(__name__, static_folder=None)
    app.register_blueprint(room)
    heads, _, first, second = (line.split("|") for line in access_table(app).splitlines())
    columns = [head.strip() for head in heads]
    assert [columns[at] for at, mark in enumerate(first) if mark.strip() == "x"] == ["anyone"]
    assert [columns[at] for at, mark in enumerate(second) if mark.strip() == "x"] == ["translator"]
    assert second[2].strip() == "GET POST"
