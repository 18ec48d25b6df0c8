"""What the demo board has promised and done, in its languages."""

from dataclasses import dataclass

from advisory.answers.models import Outcome

Words = dict[str, str]


@dataclass(frozen=True)
class DemoNotice:
    """`in_days` from today: when it is promised for, or when it happened."""

    title: Words
    said: Words
    did: Words
    outcome: Outcome
    in_days: int = 0


NOTICES = (
    DemoNotice(
        title={
            "en": "Letters in your language",
            "ar": "رسائل بلغتكم",
            "fa-AF": "نامه‌ها به زبان شما",
            "ti": "ደብዳበታት ብቋንቋኹም",
        },
        said={
            "en": "Letters come only in English.",
            "ar": "الرسائل تأتي بالإنجليزية فقط.",
            "fa-AF": "نامه‌ها فقط به انگلیسی می‌آیند.",
            "ti": "ደብዳበታት ብእንግሊዝኛ ጥራይ እዮም ዝመጹ።",
        },
        did={
            "en": "One line on each letter will say, in 6 languages, where to ask for an "
            "interpreter.",
            "ar": "سطر في كل رسالة سيقول، بست لغات، أين تطلبون مترجمًا.",
            "fa-AF": "یک خط در هر نامه به 6 زبان می‌گوید که از کجا ترجمان بخواهید.",
            "ti": "ኣብ ነፍሲ ወከፍ ደብዳበ ሓደ መስመር፣ ተርጓሚ ኣበይ ከም ዝሕተት ብ6 ቋንቋታት ክነግር እዩ።",
        },
        outcome=Outcome.CHANGE_PLANNED,
        in_days=67,
    ),
    DemoNotice(
        title={
            "en": "A map in the appointment message",
            "ar": "خريطة في رسالة الموعد",
            "fa-AF": "نقشه در پیام نوبت",
            "ti": "ካርታ ኣብ መልእኽቲ ቆጸራ",
        },
        said={
            "en": "It is hard to find the clinic.",
            "ar": "من الصعب العثور على العيادة.",
            "fa-AF": "پیدا کردن کلینیک سخت است.",
            "ti": "ነቲ ክሊኒክ ምርካቡ ኣጸጋሚ እዩ።",
        },
        did={
            "en": "Every appointment message now has a small map.",
            "ar": "في كل رسالة موعد الآن خريطة صغيرة.",
            "fa-AF": "حالا هر پیام نوبت یک نقشه خرد دارد.",
            "ti": "ሕጂ ነፍሲ ወከፍ መልእኽቲ ቆጸራ ንእሽቶ ካርታ ኣለዋ።",
        },
        outcome=Outcome.CHANGE_MADE,
        in_days=-20,
    ),
    DemoNotice(
        title={
            "en": "Taxis to every appointment",
            "ar": "سيارة أجرة إلى كل موعد",
            "fa-AF": "تکسی برای هر نوبت",
            "ti": "ታክሲ ናብ ነፍሲ ወከፍ ቆጸራ",
        },
        said={
            "en": "The hospital is far and the bus costs money.",
            "ar": "المستشفى بعيد والحافلة تكلّف مالًا.",
            "fa-AF": "شفاخانه دور است و بس پول می‌خواهد.",
            "ti": "ሆስፒታል ርሑቕ እዩ፣ ኣውቶቡስ ድማ ገንዘብ ይሓትት።",
        },
        did={
            "en": "There is no money for taxis for everybody. Ask for your bus money back.",
            "ar": "لا يوجد مال لسيارات أجرة للجميع. اطلبوا استرداد أجرة الحافلة.",
            "fa-AF": "برای تکسی همه پول نیست. کرایه بس خود را پس بخواهید.",
            "ti": "ንኹሉ ሰብ ታክሲ ዝኸውን ገንዘብ የለን። ናይ ኣውቶቡስ ገንዘብኩም ክምለሰልኩም ሕተቱ።",
        },
        outcome=Outcome.NO_CHANGE,
    ),
)
