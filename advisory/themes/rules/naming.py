"""How strong a theme is, in words."""

from advisory.languages.catalogues import for_staff
from advisory.themes.models import Depth
from advisory.themes.rules.theming import Breadth, Frequency, ReadAs

DEPTHS = {
    Depth.UNSAID: for_staff("Not said yet"),
    Depth.SLIGHT: for_staff("It could be better"),
    Depth.HARD: for_staff("It makes life hard"),
    Depth.GRAVE: for_staff("It harms people"),
}
FREQUENCIES = {
    Frequency.NOBODY: for_staff("Nobody yet"),
    Frequency.FEW: for_staff("A few people said it"),
    Frequency.SOME: for_staff("About %(count)s people said it"),
    Frequency.NEARLY_ALL: for_staff("Nearly everybody who spoke said it"),
}
BREADTHS = {
    Breadth.UNKNOWN: for_staff("Too few people to say how far it reaches"),
    Breadth.ONE: for_staff("People of one language said it"),
    Breadth.SEVERAL: for_staff("People of several languages said it"),
    Breadth.MANY: for_staff("People of many languages said it"),
}
READ_AS = {
    ReadAs.ORIGINAL: for_staff("Said in English"),
    ReadAs.CHECKED: for_staff("Translated, checked by a second person"),
    ReadAs.ONE_PERSON: for_staff("Put into English by one person"),
    ReadAs.MACHINE: for_staff("Read by a machine"),
}
STRENGTH = {"frequencies": FREQUENCIES, "breadths": BREADTHS, "ways": READ_AS, "depths": DEPTHS}
