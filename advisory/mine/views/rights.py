"""What the holder of a code may ask of us: to change what we may do, and a copy of everything."""

import json

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
from advisory.rights.queries.copies import as_json

FILES = {"page": ("copy.html", "text/html"), "json": ("copy.json", "application/json")}


@room.page("/<lang:l>/mine/allow", opens=CODE_HOLDER, methods=("GET", "POST"))
def consents() -> Page:
    feedback = opened("consents")
    if feedback is None:
        return go("mine.code")
    looking, whose = pages.session(), feedback.contribution_id
    given = {
        to.value: contributions.consent_to(looking, whose, to) is not None for to in CHOSEN_LATER
    }
    form = ConsentForm(data=given)
    if not form.validate_on_submit():
        return show("public/mine/consents.html", form=form)
    actions.change_consents(pages.session(), feedback, form.allowed())
    return go("mine.page", _anchor="rights")


@room.page("/<lang:l>/mine/copy", opens=CODE_HOLDER, methods=("POST",))
def copy() -> Page:
    feedback = opened("copy")
    if feedback is None:
        return go("mine.code")
    name, kind = FILES["json" if request.form.get("as") == "json" else "page"]
    whole = actions.take_copy(pages.session(), feedback)
    if name == "copy.json":
        body = json.dumps(whole, default=as_json, ensure_ascii=False, indent=1)
    else:
        body = render_template("public/mine/copy.html", whole=whole, spoken_languages=SPOKEN)
    response = Response(body, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
