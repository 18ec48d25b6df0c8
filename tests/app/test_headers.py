"""What each response tells the browser, word for word."""

import pytest
from flask import Blueprint, Flask

from advisory.app.front_door import open_doors
from advisory.app.headers import add_headers
from advisory.app.rooms import ROOMS
from config import Settings


def headers_of(*, secure: bool) -> dict[str, str]:
    app = Flask("a page")
    add_headers(app, leave_url="https://weather.example/today?at=London", secure=secure)
    return dict(app.test_client().get("/").headers)


def test_the_policy_lets_in_nothing_but_our_own_and_one_way_out() -> None:
    assert headers_of(secure=False)["Content-Security-Policy"].split("; ") == [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "form-action 'self' https://weather.example",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    ]


def test_browsers_are_told_to_come_back_over_https_where_that_is_promised() -> None:
    assert "Strict-Transport-Security" not in headers_of(secure=False)
    assert headers_of(secure=True)["Strict-Transport-Security"].startswith("max-age=31536000")


def test_the_wall_differs_by_language_and_cookie(app: Flask) -> None:
    vary = app.test_client().get("/").headers["Vary"]
    assert "Accept-Language" in vary
    assert "Cookie" in vary


def test_a_page_that_does_not_say_who_may_open_it_does_not_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = Blueprint("silent", __name__)
    silent.add_url_rule("/silent", "page", str)
    monkeypatch.setattr("advisory.app.front_door.ROOMS", (*ROOMS, silent))
    with pytest.raises(TypeError, match=r"silent\.page"):
        open_doors(settings)
