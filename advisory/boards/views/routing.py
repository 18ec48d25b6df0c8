from uuid import UUID

from flask import request

from advisory.boards import rules
from advisory.boards.forms.routing import NameForm, RuleForm, TryForm
from advisory.boards.forms.wording import ChangedNameForm
from advisory.boards.views import ADMINISTRATOR, done, here, paper, room, today
from advisory.foundation.pages import Page, hat, session
from advisory.languages.catalogues import for_staff
from advisory.languages.fields import chosen_id
from advisory.languages.registry import SPOKEN, Language
from advisory.people.models import Team
from advisory.people.queries import teams_of
from advisory.routing import actions, queries
from advisory.routing.models import RoutingRule, Service, Topic
from advisory.routing.rules import About, in_force
from advisory.words.models import Text
from advisory.words.queries import opened_languages
from advisory.words.rules import english, original

TABLES: dict[str, type[Topic] | type[Service]] = {"topic": Topic, "service": Service}


@room.page("/staff/settings/routing", opens=ADMINISTRATOR, methods=("GET", "POST"))
def routing() -> Page:
    topics = [(str(row.id), _english(row.name)) for row in queries.topics(session(), _board_id())]
    services = [
        (str(row.id), _english(row.name)) for row in queries.services(session(), _board_id())
    ]
    form = RuleForm(
        data={"from_on": today()},
        topics=topics,
        services=services,
        teams=teams_of(session(), _board_id()),
    )
    if form.validate_on_submit():
        _add_rule(form)
        return done("boards.routing")
    tried = TryForm(request.args, prefix="try-", topics=topics, services=services)
    found = queries.rules_of(session(), _board_id())
    return paper(
        "staff/boards/routing.html",
        form,
        tried=tried,
        team=_proposed(tried) if "try" in request.args and tried.validate() else None,
        asked="try" in request.args and not tried.errors,
        rules=[(rule, in_force(rule, today()), _conditions(rule)) for rule in found],
        today=today(),
    )


@room.page("/staff/settings/routing/<uuid:rule_id>/end", opens=ADMINISTRATOR, methods=("POST",))
def end_rule(rule_id: UUID) -> Page:
    actions.end_rule(session(), here(RoutingRule, rule_id), today=today(), by=hat())
    return done("boards.routing")


@room.page("/staff/settings/topics", opens=ADMINISTRATOR, methods=("GET", "POST"))
def topics() -> Page:
    form = NameForm()
    if form.validate_on_submit():
        add = actions.add_topic if form.what.data == "topic" else actions.add_service
        add(session(), board_id=_board_id(), name=form.name.data, by=hat())
        return done("boards.topics")
    languages = [language for language, _draft in opened_languages(session(), _board_id())]
    lists = (
        ("topic", for_staff("Topics"), queries.topics(session(), _board_id())),
        ("service", for_staff("Services"), queries.services(session(), _board_id())),
    )
    return paper(
        "staff/boards/topics.html",
        form,
        lists=[
            (kind, title, [_line(row.id, row.name, languages) for row in rows])
            for kind, title, rows in lists
        ],
    )


@room.page(
    "/staff/settings/<any(topic, service):kind>/<uuid:row_id>",
    opens=ADMINISTRATOR,
    methods=("GET", "POST"),
)
def change_name(kind: str, row_id: UUID) -> Page:
    row = here(TABLES[kind], row_id)
    form = ChangedNameForm(data={"name": original(row.name).body})
    if form.validate_on_submit():
        actions.rename(
            session(),
            row,
            name=form.name.data,
            meaning_changed=form.meaning_changed,
            by=hat(),
        )
        return done("boards.topics")
    return paper("staff/boards/change_name.html", form)


@room.page(
    "/staff/settings/<any(topic, service):kind>/<uuid:row_id>/retire",
    opens=ADMINISTRATOR,
    methods=("POST",),
)
def retire_name(kind: str, row_id: UUID) -> Page:
    actions.retire(session(), here(TABLES[kind], row_id), on=today(), by=hat())
    return done("boards.topics")


def _board_id() -> UUID:
    return hat().board_id


def _english(text: Text) -> str:
    version = english(text)
    return (version.body or "") if version else ""


def _line(row_id: UUID, text: Text, languages: list[Language]) -> dict[str, object]:
    return {
        "id": row_id,
        "text": text,
        "name": _english(text),
        "renderings": rules.renderings(text, languages),
        "lacks": rules.languages_without(text, languages),
    }


def _conditions(rule: RoutingRule) -> list[str]:
    """What the rule asks for, in words."""
    spoken = SPOKEN.get(rule.language or "")
    parts = (
        _english(rule.topic.name) if rule.topic else "",
        _english(rule.service.name) if rule.service else "",
        rule.place or "",
        spoken.english_name if spoken else "",
    )
    return [part for part in parts if part]


def _add_rule(form: RuleForm) -> None:
    actions.add_rule(
        session(),
        board_id=_board_id(),
        team_id=UUID(form.team_id.data),
        from_on=form.from_on.data,
        to_on=form.to_on.data,
        topic_id=chosen_id(form.topic_id.data),
        service_id=chosen_id(form.service_id.data),
        place=form.place.data or None,
        language=form.language.data or None,
        by=hat(),
    )


def _proposed(tried: TryForm) -> Team | None:
    about = About(
        topic_id=chosen_id(tried.topic_id.data),
        service_id=chosen_id(tried.service_id.data),
        place=tried.place.data or None,
        language=tried.language.data or "",
    )
    return queries.proposed_team(session(), _board_id(), about, today())
