"""Labels to begin with, for what is often said about health here. A board changes them freely."""

STARTER: tuple[tuple[str, str], ...] = (
    ("Getting in", "Registering, appointments, papers that are asked for, the way there."),
    ("Language", "Interpreters, letters, and who has to translate for whom."),
    ("Cost", "Fear of a bill, prescriptions, help with costs, fares."),
    ("Mind and rest", "Worry, sleep, grief, and the help for them."),
    ("Pregnancy and birth", "Care before, during and after a birth; women’s health."),
    ("Children and families", "Children’s care, schools, young people who are here alone."),
    ("Vaccines and infections", "Records, catching up, and whether people trust them."),
    ("Teeth and eyes", "Dentists, glasses, and how to find them."),
    ("Long illness and disability", "Medicine that must not stop, aids, care that goes on."),
    ("Home, food and money", "What around people makes them well or ill."),
    ("Respect", "How people are spoken to; racism; culture and faith."),
    ("Trust", "Who hears of it, and fear of what is written down."),
    ("Finding the way", "Knowing what there is, and where to ask."),
    ("Safety", "Harm by others. For few readers."),
    ("What works", "Thanks, and what should stay as it is."),
    ("Taking part", "What people say about being asked."),
)
