"""A voice for our own words: one person speaks them, another hears and approves."""

from flask import request

from advisory.contributions.rules import new_form_token, token_hash, token_key
from advisory.desk.forms.listening import SpokenForm
from advisory.desk.queries import listening as queries
from advisory.desk.queries.listening import Sound, Subject
from advisory.desk.rules.naming import language_named
from advisory.desk.views import room
from advisory.desk.views.translating import TRANSLATORS
from advisory.files import actions as kept
from advisory.files import queries as files
from advisory.files.ports.stores import NotKept, NotThere
from advisory.files.rules import NOT_KEPT, TYPES
from advisory.foundation.access import Refused, allow
from advisory.foundation.keys import Erased, SealBroken
from advisory.foundation.pages import Page, attachment, database, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import LANGUAGES
from advisory.sounds import actions
from advisory.sounds.models import Spoken
from advisory.sounds.rules import may_approve

STATE_NAMES = {
    Sound.TO_HEAR: for_staff("To hear and approve"),
    Sound.CHANGED: for_staff("The words have changed: speak them again"),
    Sound.MISSING: for_staff("No sound yet"),
    Sound.APPROVED: for_staff("People can hear it"),
}
NO_SOUND = for_staff("Speak it, or choose a file.")


@room.page("/staff/listen", opens=TRANSLATORS)
def listening() -> Page:
    speaks = [tag for tag in LANGUAGES if tag in {*hat().speaks, "en"}]
    wanted = request.args.get("into", "")
    tag = wanted if wanted in speaks else speaks[-1]
    return show(
        "staff/desk/listening.html",
        subjects=queries.subjects(session(), hat(), tag),
        states=STATE_NAMES,
        chosen=tag,
        speaks=[language_named(one) for one in speaks],
    )


@room.page(
    "/staff/listen/<tag>/<about>",
    opens=TRANSLATORS,
    methods=("GET", "POST"),
    takes_files=True,
    hears=True,
)
def speak(tag: str, about: str) -> Page:
    form = SpokenForm(data={"token": new_form_token()})
    if form.is_submitted():
        _hear(form)
        form.validate()
    found = _subject(tag, about)
    if not form.is_submitted():
        return _page(found, form)
    if form.was_kept:
        return go("desk.speak", tag=tag, about=about)
    if not form.made and not form.errors:
        form.sound.errors = [NO_SOUND]
    if form.errors:
        return _page(found, form)
    try:
        _keep(form, found)
    except NotKept:
        form.form_errors.append(NOT_KEPT)
        return _page(found, form)
    return go("desk.speak", tag=tag, about=about)


def _hear(form: SpokenForm) -> None:
    token = str(form.token.data or "")
    if named := form.recording.data:
        with database().reading() as apart:
            form.recorded = files.recorded(apart, token_hash(token), token_key(token), named)


def _keep(form: SpokenForm, found: Subject) -> None:
    actions.keep_spoken(
        session(),
        form.made[0],
        about=found.about,
        language=found.language,
        words=found.words,
        data_key=found.data_key,
        by=hat(),
    )
    kept.use_recording(session(), token_hash(str(form.token.data)), str(form.recording.data or ""))


def _page(found: Subject, form: SpokenForm) -> Page:
    spoken = found.spoken
    page = problems if form.errors else show
    return page(
        "staff/desk/speak.html",
        found=found,
        form=form,
        state=STATE_NAMES[found.state],
        tongue=language_named(found.language),
        approves=spoken is not None and found.state is Sound.TO_HEAR and may_approve(hat(), spoken),
    )


@room.page("/staff/listen/<tag>/<about>/sound", opens=TRANSLATORS)
def spoken_sound(tag: str, about: str) -> Page:
    return sound_of(_spoken(_subject(tag, about)))


def sound_of(spoken: Spoken) -> Page:
    try:
        content = files.content_of(session(), spoken.file)
    except (NotThere, SealBroken, Erased) as gone:
        raise Refused(exists=False) from gone
    return attachment(content, TYPES[spoken.file.kind])


@room.page("/staff/listen/<tag>/<about>/approve", opens=TRANSLATORS, methods=("POST",))
def approve_sound(tag: str, about: str) -> Page:
    found = _subject(tag, about)
    actions.approve_spoken(session(), _spoken(found), words=found.words, by=hat())
    return go("desk.terms" if found.term_id else "desk.listening", into=tag)


@room.page("/staff/listen/<tag>/<about>/drop", opens=TRANSLATORS, methods=("POST",))
def drop_sound(tag: str, about: str) -> Page:
    actions.drop_spoken(session(), _spoken(_subject(tag, about)), by=hat())
    return go("desk.speak", tag=tag, about=about)


def _subject(tag: str, about: str) -> Subject:
    found = queries.subject(session(), hat(), tag, about)
    if found is None:
        raise Refused(exists=False)
    return found


def _spoken(found: Subject) -> Spoken:
    allow(found.spoken is not None, exists=False)
    assert found.spoken is not None  # noqa: S101 - allow() has just said so
    return found.spoken
