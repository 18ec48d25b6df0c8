"""The closed list of words that keep people safe. A language opens when all are checked.

Add to it only what someone could be harmed by misreading; the English of PROMISE is signed off.
"""

from collections.abc import Mapping
from types import SimpleNamespace

from advisory.languages.catalogues import LazyText, for_safety, gettext, speaking

# Translators: The promise, first sentence. It stands alone as a heading.
PROMISE_NO_NAME = for_safety("You do not need to give your name.")
# Translators: The promise, whole. "Home Office" stays in Latin letters, with a local word.
# "Asylum claim" is the request to stay safe in this country. Do not soften the last sentence.
PROMISE = for_safety(
    "You do not need to give your name. What you say does not change your asylum claim, "
    "your housing or your doctor. We do not tell the Home Office who you are. "
    "A small team reads your words. If someone is in danger, we may have to get help."
)
# Translators: The promise without its first sentence, when that is the heading above it.
PROMISE_REST = for_safety(
    "What you say does not change your asylum claim, your housing or your doctor. "
    "We do not tell the Home Office who you are. A small team reads your words. "
    "If someone is in danger, we may have to get help."
)
# Translators: People may leave at any moment, for any reason.
STOP_ANY_TIME = for_safety("You can stop at any time.")
# Translators: Said above questions that nobody has to answer.
SKIP_ANY = for_safety("You can skip any question.")
# Translators: A heading, and a link to the part below it. Honest and calm, not frightening.
CANNOT_PROMISE = for_safety("What we cannot promise")
# Translators: Said in short above the box as well. The phone and its network remember a visit.
CANNOT_HIDE_VISIT = for_safety("We cannot hide that this phone opened our page.")
# Translators: Somebody near, or somebody with the paper on which the 16 digits are written.
CANNOT_STOP_LOOKING = for_safety("We cannot stop someone who sees your screen or has your code.")
# Translators: A small team reads; one of them may know a story.
CANNOT_UNKNOW = for_safety(
    "A person who reads may know you from what you tell. Leave out names and places."
)
# Translators: "Order" is a judge's order in writing.
CANNOT_REFUSE_COURT = for_safety("A court can order us to show what we still keep.")
# Translators: Deleting works here; it does not reach other people's memory or paper.
CANNOT_TAKE_BACK = for_safety("What others have already read, we cannot take back from them.")
# Translators: A program on the phone that copies everything; no software of ours can see it.
CANNOT_SEE_SPYING = for_safety("If someone put a spying program on this phone, it sees everything.")
# Translators: Said beside the box for people's own words.
LEAVE_OUT_NAMES = for_safety("Please leave out names and addresses.")

# Translators: Beside the buttons that add a picture or a sound. What we take out, what we cannot.
FILES_CLEANED = for_safety(
    "We remove where and when a picture was taken. "
    "People may still know a face, a place or a voice."
)

# Translators: A button that ends the visit at once and opens a weather page. Short.
LEAVE = for_safety("Leave this page")
# Translators: What the button above cannot do.
LEAVE_KEEPS_HISTORY = for_safety("This does not delete your phone’s history.")
# Translators: A link to advice on deleting a visit from a phone.
HIDE_VISIT = for_safety("How to hide your visit")
# Translators: A link on every page to the telephone numbers of help.
GET_HELP = for_safety("Get help now")

# Translators: 999 is the UK's emergency number; keep the digits.
CALL_999 = for_safety("Call 999")
# Translators: At the foot of every page, before the number 999.
DANGER_CALL_999 = for_safety("Someone in danger? Call 999.")
# Translators: On the page with help numbers.
CALL_999_FREE = for_safety("Call 999. It is free. Say the name of your language.")
# Translators: 111 is the UK's health line; keep the digits.
CALL_111 = for_safety("Call 111 for health advice. It is free.")
# Translators: For a person who may think of ending their life; keep the digits.
CALL_111_VERY_LOW = for_safety("Feeling very low? Call 111. Choose mental health.")
# Translators: We cannot send anybody.
NOT_EMERGENCY = for_safety("We are not an emergency service.")
# Translators: When we read; the days in full.
READ_ON_WEEKDAYS = for_safety("We read messages Monday to Friday.")
# Translators: A tick beside people's words.
HURT_SOON = for_safety("Someone may be hurt soon")
# Translators: Shown after that tick. It must not sound as if help were on its way.
DO_NOT_WAIT = for_safety("We may not know who or where you are, so do not wait for us.")
# Translators: %(day)s is a weekday and date, %(time)s a time with its part of the day.
NEXT_READ = for_safety("We next read messages on %(day)s at %(time)s.")
# Translators: Nobody reads until that day; %(day)s is a weekday and date.
AWAY_UNTIL = for_safety("We are away. Nobody reads messages before %(day)s.")

# Translators: The code is 16 digits. Above it. An order, kind and clear.
CODE_WRITE_DOWN = for_safety("This is your code. Write it down now.")
# Translators: Below the code.
CODE_ON_PAPER = for_safety("Write all 16 numbers on paper.")
# Translators: What the code is for.
CODE_NEEDED = for_safety("You need them to read the answer.")
# Translators: Only the person has the code.
CODE_NOT_FOUND_AGAIN = for_safety("We cannot find this code for you again.")
# Translators: Other people may look at the photos on the phone.
CODE_PAPER_SAFER = for_safety("Do other people use this phone? Paper is safer than a photo.")
# Translators: A button.
CODE_WRITTEN = for_safety("I wrote it down")
# Translators: A button.
CODE_NOT_WANTED = for_safety("I do not want a code")
# Translators: What still works without a code.
CODE_NOT_NEEDED = for_safety("Without a code you can still read the public answers.")
# Translators: The digits do not fit together: a typing slip.
CODE_SLIP = for_safety("One number is wrong. Check the 16 numbers and try again.")
# Translators: No words are kept under this code. It must not say whether there ever were.
CODE_UNKNOWN = for_safety("We cannot open anything with this code. Check it and try again.")
# Translators: After many wrong codes.
CODE_TOO_MANY = for_safety(
    "This code was tried too many times. Try again tomorrow, or ask a helper."
)

# Translators: Who else could see what was typed.
WHO_USES_PHONE = for_safety("Who uses this phone?")
# Translators: An answer to "Who uses this phone?".
ONLY_ME = for_safety("Only I use this phone")
# Translators: An answer to "Who uses this phone?".
OTHERS_TOO = for_safety("Other people use it too")
# Translators: Asked before the page closes by itself.
STILL_HERE = for_safety("Are you still here?")
# Translators: A button: the page stays open.
I_AM_HERE = for_safety("I am still here")
# Translators: After ten minutes without a touch.
PAGE_CLOSED = for_safety("We closed your page to keep your words safe.")

# Translators: A form that was open too long; nothing is lost.
EXPIRED = for_safety("This page was open a long time. Your words are still here. Press Send again.")
# Translators: The network or our machine did not take the words.
NOT_SENT = for_safety("Not sent. Your words are still here. Try again.")
# Translators: Something else must be put right first.
NOT_SENT_YET = for_safety("Not sent yet. Your words are still here.")
# Translators: The same words came twice; we keep one.
ALREADY_HERE = for_safety("We already have these words. You do not need to send them again.")

# Translators: Before recording.
VOICE_KNOWN = for_safety("Someone may know your voice.")
# Translators: Before recording. A phone then asks for the microphone, in words of its own.
VOICE_ASKS = for_safety("Your phone asks for its microphone. We hear only while you speak to us.")
# Translators: What happens to a recording.
VOICE_DELETED = for_safety("We write down your words, then delete the sound.")

# Translators: Consent to print somebody's words for everybody.
USE_WORDS = for_safety("Can we use your words, with no name?")
# Translators: A yes to that question.
USE_WORDS_YES = for_safety("Yes, you can")
# Translators: A no to that question; the answer is counted and the words are not shown.
USE_WORDS_NO = for_safety("No, only count my answer")
# Translators: A tick. Their words become part of a number, like "12 people said so".
MAY_COUNT = for_safety("You may count my answer.")
# Translators: A tick. We put another question on the person's own page, later.
MAY_ASK_AGAIN = for_safety("You may ask me again later.")
# Translators: What leaving an e-mail address allows.
MAY_CONTACT = for_safety("You may write to me when there is news.")
# Translators: A helper reads this aloud before writing for someone.
SPOKEN_CONSENT = for_safety(
    "I write your words for you. I read them back to you. You can say no at any time."
)

# Translators: Asked aloud before a helper writes for someone; the answer is yes or no.
AGREE_WRITING = for_safety("I agree to you writing my answers.")

# Translators: A button.
DELETE_ALL = for_safety("Delete everything I sent")
# Translators: What that button does.
DELETE_MEANS = for_safety(
    "We delete your words, the sound and the answer. Nobody can bring them back. "
    "Your code then stops working."
)
# Translators: After deleting.
DELETED = for_safety("Your words are deleted.")

# Translators: On every page of a language that no native speaker has checked.
DRAFT_LANGUAGE = for_safety("Draft translation. Nobody has checked it yet.")
# Translators: Above a part that is shown in English.
NOT_IN_LANGUAGE = for_safety("This part is not in your language yet.")
# Translators: A label on translated words.
BY_PERSON_CHECKED = for_safety("Translated by a person. Another person checked it.")
# Translators: A label on translated words.
BY_PERSON = for_safety("Translated by a person. Not checked yet.")
# Translators: A label on words that an interpreter told in short.
BY_GIST = for_safety("A person told us in short what it says.")
# Translators: A label on words that somebody wrote down from a voice.
BY_TRANSCRIPT = for_safety("A person wrote down what the voice says.")
# Translators: A label on translated words.
BY_COMPUTER = for_safety("A computer translated this. It may be wrong.")
# Translators: The English has changed since it was translated.
OUT_OF_DATE = for_safety("The English changed. We are updating this.")
# Translators: As the one before, with the day; %(day)s is a weekday and date.
OUT_OF_DATE_SINCE = for_safety("The English changed on %(day)s. We are updating this.")

# Translators: We ask for the person's yes. %(name)s is an organisation, or "a team of ours".
ASK_YOUR_YES = for_safety("May we ask %(name)s to help you?")
# Translators: Below that question.
YES_MEANS = for_safety("We tell them only what they need to help. You can say no.")
# Translators: A button: yes to that question.
YES_ASK_THEM = for_safety("Yes, ask them")
# Translators: A button: no to that question.
NO_DO_NOT_ASK = for_safety("No, do not ask them")
# Translators: %(name)s is an organisation, or "a team of ours".
YOU_SAID_YES = for_safety("You said yes to us asking %(name)s.")
# Translators: They are those whom we asked to help.
THEY_HELP = for_safety("They said that they will help.")
# Translators: They are those whom we asked to help.
THEY_CANNOT_HELP = for_safety("They said that they cannot help.")
# Translators: They are those whom we asked to help.
THEY_HELPED = for_safety("They say that it is done.")
# Translators: A button: we stop asking them.
TAKE_YES_BACK = for_safety("Take my yes back")
# Translators: We do not ask them any more.
YES_TAKEN_BACK = for_safety("We do not ask them any more.")
# Translators: In place of a name, when the name could tell where somebody lives.
A_TEAM = for_safety("a team of ours")
# Translators: In place of a name.
A_COLLEAGUE = for_safety("a colleague of ours")

SAFETY = SimpleNamespace(
    **{name: text for name, text in globals().items() if isinstance(text, LazyText)}
)


def message_of(name: str) -> str:
    """The English that ships under a name. Raises KeyError."""
    return str(vars(SAFETY)[name].message)


def by_message(published: Mapping[str, str], tag: str) -> dict[str, str]:
    """What a board has published in a language, by name, as the catalogue's English names it.

    The whole promise is its heading and its rest: whoever words one words the whole.
    """
    found = {message_of(name): body for name, body in published.items() if name in vars(SAFETY)}
    heading, rest = message_of("PROMISE_NO_NAME"), message_of("PROMISE_REST")
    if heading in found or rest in found:
        with speaking(tag):
            parts = [found.get(part, gettext(part)) for part in (heading, rest)]
        found[message_of("PROMISE")] = " ".join(parts)
    return found
