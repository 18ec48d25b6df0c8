"""The demo's termbase, its published set, and one consent text that waits for its languages."""

from sqlalchemy.orm import Session

from advisory.app.demo.beginning import Beginning
from advisory.feedback.queries import signposts
from advisory.words import actions as words
from advisory.words import queries
from advisory.words.models import Version
from advisory.words.rules import original

ARABIC_TERMS = (
    (
        "asylum claim",
        "طلب اللجوء",
        ("قضية",),
        "لا نقولها إلا في الوعد.",
    ),
    ("Home Office", "وزارة الداخلية (Home Office)", (), "نُبقي الاسم بالحروف اللاتينية أيضًا."),
    ("small team", "فريق صغير", ("مسؤولون",), ""),
    ("code", "الرمز", ("كلمة السر", "رقم القضية"), "الأرقام الستة عشر."),
    ("send", "إرسال", ("تقديم",), ""),
    ("interpreter", "مترجم شفوي", ("مخبر",), ""),
    ("question", "سؤال", ("تحقيق", "استجواب"), ""),
    ("meeting", "لقاء", ("جلسة استماع",), ""),
    ("answer", "جواب", ("حكم",), ""),
    ("emergency", "حالة طارئة", (), ""),
)
NAMES, NAMES_NEW = "LEAVE_OUT_NAMES", "Please leave out people’s names and addresses."
STOP, STOP_NEW = "STOP_ANY_TIME", "You can stop at any time. Nobody asks you why."
STOP_ARABIC = "يمكنكم التوقّف في أي وقت. لا أحد يسألكم عن السبب."


def add_texts(begun: Beginning) -> None:
    session = begun.session
    for english, preferred, never, note in ARABIC_TERMS:
        words.set_term(
            session,
            language="ar",
            english=english,
            preferred=preferred,
            allowed=(),
            never=never,
            note=note,
            by=begun.translator,
        )
    _publish_first(session, begun)
    _change(session, begun)
    ready = signposts(session, begun.board.id)[0].text
    longer = f"{original(ready).body} It is free."
    words.revise_text(session, ready, body=longer, by=begun.facilitator)


def _publish_first(session: Session, begun: Beginning) -> None:
    """A plainer word, the same meaning: the translations stay, where the product has them."""
    words.change_set_text(
        session, NAMES, body=NAMES_NEW, meaning_changed=False, seen=1, by=begun.facilitator
    )
    session.flush()
    standing = queries.standing(session, begun.board.id)
    if not standing.missing:
        words.publish_set(session, seen=standing.seen, by=begun.second)


def _change(session: Session, begun: Beginning) -> None:
    """A new meaning: one language is translated and waits for its check, the others wait."""
    words.change_set_text(
        session, STOP, body=STOP_NEW, meaning_changed=True, seen=1, by=begun.facilitator
    )
    text = queries.set_texts(session, begun.board.id)[STOP]
    arabic: Version = next(version for version in text.versions if version.language == "ar")
    words.write_translation(session, arabic, body=STOP_ARABIC, ready=True, by=begun.translator)
    session.flush()
