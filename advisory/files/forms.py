"""Two plain file inputs, which work without script. Checking the form makes the files anew."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from advisory.files import rules
from advisory.files.ports.decoding import Kind, NotTaken, Remade, remade
from advisory.languages.catalogues import for_public


class FilesForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`made` holds what can be kept once the form was checked; how files were called is lost.

    Checking takes seconds: do it before the first query, or everybody else waits to write.
    """

    pictures = MultipleFileField(for_public("Add a picture"), render_kw={"accept": "image/*"})
    sound = FileField(
        for_public("Add sound from your phone’s recorder"),
        render_kw={"accept": "audio/*", "capture": True},
    )
    is_for_listening = False
    """Many will hear it on paid data: it is made small."""
    recording = HiddenField()
    """Names what the recorder on the page has sent ahead, part by part; emptied if it is no use."""
    recorded: bytes | None = None
    """Its sound, put here before the form is checked; empty when it was kept before."""
    made: list[Remade]

    @property
    def was_kept(self) -> bool:
        """The form comes again: its recording is a file already."""
        return self.recorded == b""

    def validate(self, extra_validators: object = None) -> bool:
        self.made = []
        return bool(super().validate(extra_validators))

    def validate_pictures(self, field: Field) -> None:
        self._remake([file.stream.read() for file in field.data or () if file], Kind.PICTURE)

    def validate_sound(self, field: Field) -> None:
        named, self.recording.data = self.recording.data or "", ""
        if named and self.recorded is None:
            raise ValidationError(rules.NOT_WHOLE)
        sounds = [file.stream.read() for file in filter(None, [field.data])]
        self._remake([*sounds, *filter(None, [self.recorded])], Kind.SOUND)
        self.recording.data = named

    def _remake(self, chosen: Iterable[bytes], kind: Kind) -> None:
        """Every good one is made, also when another is not taken."""
        refusals = []
        for number, content in enumerate(chosen):
            if number >= rules.MOST[kind]:
                refusals.append(str(rules.TOO_MANY))
                break
            try:
                self.made.append(remade(content, kind, for_listening=self.is_for_listening))
            except NotTaken as refused:
                refusals.append(str(rules.told(refused.why, kind)))
        if refusals:
            raise ValidationError(refusals[0])
