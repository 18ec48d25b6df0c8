"""Labels and marked texts leave for other programs, and come back, as the open format says."""

import io
import zipfile
from functools import cache
from uuid import UUID, uuid5

import pytest
import xmlschema

from advisory.themes.ports import projects
from advisory.themes.ports.codebooks import codebook_file, read_codebook
from advisory.themes.ports.exchange import NotExchangeable, SharedLabel, guid_of
from advisory.themes.ports.projects import (
    Mark,
    Project,
    Reader,
    SharedText,
    project_file,
    read_project,
)
from advisory.themes.ports.tables import read_table
from tests.real_words import folder

WAITING = SharedLabel(guid_of("label", 1), "Waiting", "How long\nit takes", color="#aa3300")
HEADING = SharedLabel(guid_of("label", 2), 'Costs & "fares" <b>', is_used=False, below=(WAITING,))
READER = Reader(guid_of("reader", 1), "Reader 1")
MANY_SCRIPTS = "👩🏽‍⚕️ said: “wait”. قالت الطبيبة: انتظروا ٣ ساعات. ሓኪም ብዙሕ ግዜ። 𝒳"


@cache
def schema(name: str) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(folder() / "refi" / name)


def a_text(text: str, *marks: Mark, name: str = "One") -> SharedText:
    return SharedText(guid_of("text", name), name, text, marks)


def a_project(*texts: SharedText) -> Project:
    return Project("Clinic", (HEADING,), (READER,), texts)


def marked(text: str, piece: str) -> Mark:
    start = text.index(piece)
    return Mark(WAITING.guid, READER.guid, start, start + len(piece))


def inside(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.real_texts
def test_all_contributions_that_people_coded_come_back_with_their_labels() -> None:
    # CIMT thematic dataset (Romberg), freiRaum Ottensen, CC BY-SA 4.0.
    table = read_table(folder() / "cimt" / "ottensen-dev.csv")
    labels = {name: SharedLabel(guid_of("label", name), name) for name in table.labels}
    texts = tuple(
        SharedText(
            guid_of("text", row.document_id),
            row.document_id,
            row.text,
            tuple(
                Mark(labels[name].guid, READER.guid, 0, len(row.text))
                for name in table.labels
                if name in row.labels
            ),
        )
        for row in table.rows
    )
    sent = Project("freiRaum Ottensen", tuple(labels.values()), (READER,), texts)
    content = project_file(sent)
    schema("Project-mrt2019.xsd").validate(io.BytesIO(inside(content)["project.qde"]))
    came = read_project(content)
    assert len(came.texts) == 405
    assert sum(len(text.marks) for text in came.texts) == sum(len(row.labels) for row in table.rows)
    assert came == sent
    schema("Codebook.fixed.xsd").validate(io.BytesIO(codebook_file(came.labels)))


@pytest.mark.real_texts
def test_what_leaves_is_what_the_schemas_ask_for() -> None:
    text = a_text("Wait\x0b here", marked("Wait\x0b here", "here"), Mark(WAITING.guid, None))
    for project in (a_project(text), a_project(), Project("\x00 & <", ())):
        written = inside(project_file(project))["project.qde"]
        schema("Project-mrt2019.xsd").validate(io.BytesIO(written))
        assert b"Sets" not in written
    schema("Codebook.fixed.xsd").validate(io.BytesIO(codebook_file([HEADING])))
    assert b"Sets" not in codebook_file([HEADING])


def test_a_codebook_comes_back_as_it_was() -> None:
    assert read_codebook(codebook_file([HEADING])) == (HEADING,)
    with pytest.raises(NotExchangeable, match="without labels"):
        codebook_file([])


@pytest.mark.parametrize("piece", ["wait", "👩🏽‍⚕️", "انتظروا ٣", "ግዜ", "𝒳"])
def test_places_are_counted_in_code_points_in_every_script(piece: str) -> None:
    sent = a_project(a_text(MANY_SCRIPTS, marked(MANY_SCRIPTS, piece)))
    written = inside(project_file(sent))["project.qde"].decode()
    assert f'startPosition="{MANY_SCRIPTS.index(piece)}"' in written
    came = read_project(project_file(sent))
    [mark] = came.texts[0].marks
    assert came.texts[0].text[mark.start : mark.end] == piece
    assert came == sent


def test_every_end_of_a_line_is_one_sign() -> None:
    text = "One\r\nTwo\rThree\r\nFour"
    content = project_file(a_project(a_text(text, marked(text, "Four"))))
    assert b"\r" not in b"".join(inside(content).values())
    [came] = read_project(content).texts
    assert came.text == "One\nTwo\nThree\nFour"
    assert came.text[came.marks[0].start : came.marks[0].end] == "Four"


def test_lines_of_another_system_keep_their_marks_when_they_come() -> None:
    files = inside(project_file(a_project(a_text("AA\nBB", marked("AA\nBB", "BB")))))
    [name] = [name for name in files if name.endswith(".txt")]
    files[name] = b"\xef\xbb\xbfA\r\nBB"
    [came] = read_project(packed(files)).texts
    assert (came.text, came.text[came.marks[0].start : came.marks[0].end]) == ("A\nBB", "BB")


def test_the_same_project_gives_the_same_bytes_and_the_same_names() -> None:
    project = a_project(a_text("Wait", Mark(WAITING.guid, READER.guid)))
    assert project_file(project) == project_file(project)
    assert guid_of("label", 1) != guid_of("text", 1)
    assert guid_of("label", 1).version == uuid5(UUID(int=0), "").version


def test_what_is_no_text_is_left_out_and_said() -> None:
    files = inside(project_file(a_project(a_text("Wait"))))
    files["project.qde"] = files["project.qde"].replace(
        b"</Sources>", b'<PictureSource guid="%s" /></Sources>' % str(WAITING.guid).encode()
    )
    came = read_project(packed(files))
    assert (len(came.texts), came.left_out) == (1, 1)


def test_text_that_stands_in_the_project_itself_is_read() -> None:
    files = inside(project_file(a_project(a_text("Wait", Mark(WAITING.guid, None)))))
    qde = files["project.qde"].decode()
    path = f' plainTextPath="internal://{guid_of("text", "One")}.txt">'
    assert path in qde
    qde = qde.replace(path, "><PlainTextContent>Wait inside</PlainTextContent>")
    [came] = read_project(packed({"project.qde": qde.encode()})).texts
    assert (came.text, came.marks) == ("Wait inside", (Mark(WAITING.guid, None),))


def changed(old: str, new: str) -> bytes:
    files = inside(project_file(a_project(a_text("Wait", Mark(WAITING.guid, READER.guid, 0, 4)))))
    qde = files["project.qde"].decode()
    assert old in qde
    return packed({**files, "project.qde": qde.replace(old, new).encode()})


GOOD = inside(project_file(a_project(a_text("Wait"))))
TEXT = next(name for name in GOOD if name.endswith(".txt"))
BAD = {
    "not a zip file": b"PK no",
    "holds no project.qde": packed({"project.xml": b"<a/>"}),
    "names a file outside": packed({**GOOD, "../evil.txt": b"x"}),
    "names a file outside itself: '/etc": packed({**GOOD, "/etc/passwd": b"x"}),
    "lies outside the project: 'internal://../": changed("internal://", "internal://../"),
    "lies outside the project: 'file:": changed("internal://", "file:///etc/"),
    "holds no sources/": packed({"project.qde": GOOD["project.qde"]}),
    "is not UTF-8 text": packed({**GOOD, TEXT: b"\xff\xfe\x00"}),
    "begins with '{urn:QDA-XML:project:1:0}Project' where": changed("project:1.0", "project:1:0"),
    "is not well-formed XML": changed("</Project>", ""),
    "declares a document type": changed(
        "<Project", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Project'
    ),
    "has the guid 'none', no GUID": changed(str(READER.guid), "none"),
    "carries a label that the codebook has not": changed(
        f'CodeRef targetGUID="{WAITING.guid}"', f'CodeRef targetGUID="{READER.guid}"'
    ),
    "was marked by somebody who is not listed": changed(
        f'creatingUser="{READER.guid}"', f'creatingUser="{WAITING.guid}"'
    ),
    "A text of 4 signs is marked from 0 to 5": changed('endPosition="4"', 'endPosition="5"'),
    "has the startPosition '-1', no whole number": changed('tion="0"', 'tion="-1"'),
    "A label has no name": changed('name="Waiting"', 'name=" "'),
}


@pytest.mark.parametrize(("said", "content"), BAD.items(), ids=BAD)
def test_a_bad_project_is_told_in_one_sentence(said: str, content: bytes) -> None:
    with pytest.raises(NotExchangeable) as why:
        read_project(content)
    assert said in str(why.value)
    assert str(why.value).endswith(".")
    assert "\n" not in str(why.value)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed({**GOOD, TEXT: b"0" * (projects.MOST_TEXT + 1)})
    assert len(bomb) < 50_000
    with pytest.raises(NotExchangeable, match="too large when unpacked"):
        read_project(bomb)
    monkeypatch.setattr(projects, "MOST_BYTES", len(GOOD["project.qde"]) + 3)
    with pytest.raises(NotExchangeable, match="too large when unpacked"):
        read_project(packed(GOOD))


def test_a_text_that_changed_on_its_way_is_told() -> None:
    broken = bytearray(project_file(a_project(a_text("Wait " * 1_000))))
    at = bytes(broken).rindex(TEXT.encode()[:8], 0, bytes(broken).index(b"PK\x01\x02"))
    broken[at + len(TEXT) + 2] ^= 255
    with pytest.raises(NotExchangeable):
        read_project(bytes(broken))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not well-formed"),
        (b"\xff\xfe\x00<", "not well-formed"),
        (codebook_file([HEADING]).replace(b"codebook:1.0", b"codebook:1:0"), "codebook:1:0"),
        (codebook_file([HEADING]).replace(b"CodeBook", b"Project"), "where"),
        (b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>', "holds no labels"),
        (codebook_file([HEADING, HEADING]), "same GUID"),
        (b'<!DOCTYPE a [<!ENTITY b "b">]>' + b"<CodeBook/>", "document type"),
        (b"<!DOCTYPE CodeBook>" + codebook_file([HEADING])[38:], "document type"),
        (b"<a>" * 100_000, "not well-formed"),
        (b" " * 10_000_001, "larger than 10 MB"),
    ],
)
def test_a_bad_codebook_is_told_in_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(NotExchangeable, match=said):
        read_codebook(content)


def test_labels_too_deep_inside_one_another_are_refused() -> None:
    label = WAITING
    for at in range(30):
        label = SharedLabel(guid_of("label", f"deep {at}"), "Deep", below=(label,))
    with pytest.raises(NotExchangeable, match="deep inside one another"):
        read_codebook(codebook_file([label]))
