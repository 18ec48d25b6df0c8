"""Who may open which page, read from the pages themselves."""

from flask import Flask
from werkzeug.routing import Rule

from advisory.foundation.access import Access, Entry, Role

WITHOUT_ROLE = tuple(entry for entry in Entry if entry is not Entry.STAFF)


def access_table(app: Flask) -> str:
    """Markdown: one line for each route, one column for each way in and each role."""
    heads = [entry.value for entry in WITHOUT_ROLE] + [
        role.value.replace("_", " ") for role in Role
    ]
    rules = sorted(
        app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ()))
    )
    lines = [
        f"| route | methods | {' | '.join(heads)} |",
        "|---|---|" + ":-:|" * len(heads),
        *(_line(rule, app.view_functions[rule.endpoint]) for rule in rules),
    ]
    return "\n".join(lines) + "\n"


def _line(rule: Rule, view: object) -> str:
    methods = " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
    access = getattr(view, "access", None)
    marks = [("x" if opens else " ") for opens in _opens(access)]
    path = rule.rule.replace("|", "\\|")
    return f"| `{path}` | {methods} | {' | '.join(marks)} |"


def _opens(access: Access | None) -> list[bool]:
    if access is None:
        return [False] * (len(WITHOUT_ROLE) + len(Role))
    entries = [access.entry is entry for entry in WITHOUT_ROLE]
    return entries + [access.entry is Entry.STAFF and role in access.roles for role in Role]
