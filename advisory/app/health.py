"""Two addresses for machines: is it up, and (for the operator's network) is all well."""

from ipaddress import ip_address
from typing import cast

from flask import Blueprint, Response, abort, current_app, request

from advisory.app import watching
from advisory.foundation import pages
from advisory.foundation.access import ANYONE
from config import Settings

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")

health = Blueprint("health", __name__)


def healthz() -> Response:
    return Response("ok\n", mimetype="text/plain")


def readyz() -> Response:
    """For the operator alone; whoever else asks finds nothing here."""
    settings = cast("Settings", current_app.config["SETTINGS"])
    if not _is_operator(settings):
        abort(404)
    found = watching.readings(pages.database(), settings)
    status = 200 if all(reading.well for reading in found) else 503
    return Response("\n".join(watching.lines(found)) + "\n", status, mimetype="text/plain")


def _is_operator(settings: Settings) -> bool:
    # What came through the proxy shows the proxy's address, which may well be the operator's.
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return any(address in network for network in settings.operator_networks)


for _view in (healthz, readyz):
    _view.access = ANYONE  # type: ignore[attr-defined] # read by the gate
    health.add_url_rule(f"/{_view.__name__}", _view.__name__, _view)
