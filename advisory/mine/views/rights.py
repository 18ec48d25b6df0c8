"""What the holder of a code may ask of us: to change what we may do, and a copy of everything."""

import json
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from flask import Response, render_template, request

from advisory.contributions import queries as contributions
from advisory.contributions.rules import CHOSEN_LATER
from advisory.foundation import pages
from advisory.foundation.access import CODE_HOLDER
from advisory.foundation.pages import Page, go, show
from advisory.languages.registry import SPOKEN
from advisory.mine import actions
from advisory.mine.forms import ConsentForm
from advisory.mine.views import room
from advisory.mine.views.page import opened
from advisory.mine.views.response import own_response
from advisory.rights.queries import copies
from advisory.rights.queries.copies import as_json


@room.page("/<lang:l>/mine/allow", opens=CODE_HOLDER, methods=("GET", "POST"))
def consents() -> Page:
    found = own_response() or opened("consents")
    if found is None:
        return go("mine.code")
    looking, whose = pages.session(), found.contribution_id
    given = {
        to.value: contributions.consent_to(looking, whose, to) is not None for to in CHOSEN_LATER
    }
    form = ConsentForm(data=given)
    if not form.validate_on_submit():
        return show("public/mine/consents.html", form=form)
    actions.change_consents(pages.session(), found.contribution, form.allowed())
    return go("mine.page", _anchor="rights")


@room.page("/<lang:l>/mine/copy", opens=CODE_HOLDER, methods=("POST",))
def copy() -> Page:
    feedback = opened("copy")
    if feedback is None:
        return go("mine.code")
    whole = actions.take_copy(pages.session(), feedback)
    if request.form.get("as") == "json":
        plain = json.dumps(whole, default=as_json, ensure_ascii=False, indent=1)
        return _download(plain.encode(), "copy.json", "application/json")
    found = copies.files_of(pages.session(), feedback)
    if copies.has_all_files(pages.session(), feedback, found):
        whole["not_in_this_copy"].remove(copies.ON_YOUR_PAGE)
    page = render_template(
        "public/mine/copy.html", whole=whole, files=found, spoken_languages=SPOKEN
    ).encode()
    if not found:
        return _download(page, "copy.html", "text/html; charset=utf-8")
    return _download(_zipped({"copy.html": page, **found}), "copy.zip", "application/zip")


def _zipped(parts: dict[str, bytes]) -> bytes:
    """Each part without a time of its own."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name), content)
    return packed.getvalue()


def _download(body: bytes, name: str, kind: str) -> Response:
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
