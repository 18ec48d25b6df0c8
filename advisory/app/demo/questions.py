"""The questions of the demo board in its four languages."""

from dataclasses import replace

from advisory.app.demo.notices import Words
from advisory.consultations.models import QuestionKind
from advisory.consultations.rules.templates import FACES, THREE, Asked, Template

SENTENCES = (
    "An interpreter is there without asking.",
    "Letters come in my language.",
    "I would rather talk on the phone than go there.",
    "Times in the morning are best.",
)
DOCTOR = replace(
    THREE,
    questions=(
        *THREE.questions,
        Asked(
            "What do you think of these?",
            QuestionKind.OPINIONS,
            tuple((said, "") for said in SENTENCES),
            may_add=True,
        ),
    ),
)
BUS = Template(
    name="bus",
    title="The way to the clinic",
    purpose="We want to know how you come to the clinic.",
    can="The map in the letter, and where the sign stands.",
    cannot="Where the clinic is.",
    questions=(
        Asked("How is the way to the clinic?", QuestionKind.FACES, FACES),
        Asked("What would help on the way?", QuestionKind.LONG),
    ),
)

BUS_HEARD: Words = {
    "en": "Many find the door hard to see. Some asked for a later bus.",
    "ar": "كثيرون يجدون الباب صعب الرؤية. طلب بعضهم حافلة متأخرة.",
    "fa-AF": "بسیاری‌ها دروازه را به سختی می‌بینند. بعضی‌ها بس دیرتر خواستند.",
    "ti": "ብዙሓት ነቲ ማዕጾ ምርኣይ ይኸብዶም። ገለ ድማ ዝደንጎየ ኣውቶቡስ ሓቲቶም።",
}


def _said(en: str, ar: str, fa_af: str, ti: str) -> tuple[str, Words]:
    return en, {"ar": ar, "fa-AF": fa_af, "ti": ti}


WORDS: dict[str, Words] = dict(
    (
        _said(
            "The health team of London",
            "فريق الصحة في لندن",
            "تیم صحت لندن",
            "ጋንታ ጥዕና ለንደን",
        ),
        _said(
            "Your last visit to a doctor",
            "زيارتكم الأخيرة إلى الطبيب",
            "آخرین مراجعه شما به داکتر",
            "ናይ መወዳእታ ናብ ሓኪም ዝኸድኩሞ",
        ),
        _said(
            "We want visits to the doctor to be easier for you.",
            "نريد أن تكون زيارة الطبيب أسهل لكم.",
            "می‌خواهیم مراجعه به داکتر برای شما آسان‌تر باشد.",
            "ናብ ሓኪም ምኻድ ክቐለልኩም ንደሊ።",
        ),
        _said(
            "How people are welcomed, and how letters are written.",
            "كيف يُستقبل الناس، وكيف تُكتب الرسائل.",
            "چگونه از مردم پذیرایی می‌شود و نامه‌ها چگونه نوشته می‌شوند.",
            "ሰባት ብኸመይ ከም ዝቕበሉ፣ ደብዳበታት ድማ ብኸመይ ከም ዝጽሓፉ።",
        ),
        _said(
            "Which treatment a doctor gives.",
            "أي علاج يعطيه الطبيب.",
            "داکتر کدام تداوی را می‌دهد.",
            "ሓኪም እንታይ ሕክምና ከም ዝህብ።",
        ),
        _said(
            "How was your last visit?",
            "كيف كانت زيارتكم الأخيرة؟",
            "آخرین مراجعه شما چطور بود؟",
            "ናይ መወዳእታ ምብጻሕኩም ከመይ ነይሩ?",
        ),
        _said("Good", "جيدة", "خوب", "ጽቡቕ"),
        _said("OK", "مقبولة", "بد نیست", "ደሓን"),
        _said("Bad", "سيئة", "بد", "ሕማቕ"),
        _said("I do not know", "لا أعرف", "نمی‌دانم", "ኣይፈልጥን እየ"),
        _said("What was hard?", "ما الذي كان صعبًا؟", "چه چیز سخت بود؟", "እንታይ ኣጸጊሙኩም?"),
        _said("The language", "اللغة", "زبان", "እቲ ቋንቋ"),
        _said("The way there", "الطريق إلى هناك", "راه رفتن به آنجا", "እቲ መንገዲ"),
        _said("The waiting", "الانتظار", "انتظار کشیدن", "እቲ ምጽባይ"),
        _said(
            "What would make it easier?",
            "ما الذي يجعلها أسهل؟",
            "چه چیز آن را آسان‌تر می‌کند؟",
            "እንታይ ምቐለሎ?",
        ),
        _said(
            "Any language. Please leave out names.",
            "بأي لغة. من فضلكم لا تكتبوا أسماء.",
            "به هر زبان. لطفاً نام‌ها را ننویسید.",
            "ብዝኾነ ቋንቋ። በጃኹም ኣስማት ኣይትጽሓፉ።",
        ),
        _said(
            "What do you think of these?",
            "ما رأيكم في هذه الجمل؟",
            "درباره این جمله‌ها چه فکر می‌کنید؟",
            "ብዛዕባ እዘን ሓሳባት እንታይ ትብሉ?",
        ),
        _said(
            "An interpreter is there without asking.",
            "يكون المترجم حاضرًا دون أن نطلبه.",
            "ترجمان بدون خواستن حاضر باشد.",
            "ተርጓሚ ከይተሓተተ ይሃሉ።",
        ),
        _said(
            "Letters come in my language.",
            "تأتي الرسائل بلغتي.",
            "نامه‌ها به زبان من بیایند.",
            "ደብዳበታት ብቋንቋይ ይምጽኡ።",
        ),
        _said(
            "I would rather talk on the phone than go there.",
            "أفضّل الكلام بالهاتف على الذهاب إلى هناك.",
            "گپ زدن در تلیفون برایم بهتر از رفتن است.",
            "ናብኡ ካብ ምኻድ ብስልኪ ምዝራብ ይሕሸኒ።",
        ),
        _said(
            "Times in the morning are best.",
            "مواعيد الصباح هي الأفضل.",
            "وقت‌های صبح بهتر است.",
            "ናይ ንግሆ ግዜ ይሓይሽ።",
        ),
        _said("The way to the clinic", "الطريق إلى العيادة", "راه کلینیک", "መንገዲ ናብ ክሊኒክ"),
        _said(
            "We want to know how you come to the clinic.",
            "نريد أن نعرف كيف تأتون إلى العيادة.",
            "می‌خواهیم بدانیم شما چگونه به کلینیک می‌آیید.",
            "ናብቲ ክሊኒክ ብኸመይ ከም እትመጹ ክንፈልጥ ንደሊ።",
        ),
        _said(
            "The map in the letter, and where the sign stands.",
            "الخريطة في الرسالة، ومكان اللوحة.",
            "نقشه در نامه، و جای لوحه.",
            "እቲ ኣብ ደብዳበ ዘሎ ካርታ፣ እቲ ምልክት ድማ ኣበይ ከም ዝቐውም።",
        ),
        _said(
            "Where the clinic is.",
            "مكان العيادة.",
            "جای کلینیک.",
            "እቲ ክሊኒክ ኣበይ ከም ዘሎ።",
        ),
        _said(
            "How is the way to the clinic?",
            "كيف هو الطريق إلى العيادة؟",
            "راه کلینیک چطور است؟",
            "መንገዲ ናብ ክሊኒክ ከመይ እዩ?",
        ),
        _said(
            "What would help on the way?",
            "ما الذي يساعد في الطريق؟",
            "در راه چه چیز کمک می‌کند؟",
            "ኣብ መንገዲ እንታይ ምሓገዘ?",
        ),
    )
)
