"""Two plain file inputs, which work without script. Checking the form makes the files anew."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import Field
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
    made: list[Remade]

    def validate(self, extra_validators: object = None) -> bool:
        self.made = []
        return bool(super().validate(extra_validators))

    def validate_pictures(self, field: Field) -> None:
        self._remake(filter(None, field.data or ()), Kind.PICTURE)

    def validate_sound(self, field: Field) -> None:
        self._remake(filter(None, [field.data]), Kind.SOUND)

    def _remake(self, chosen: Iterable[FileStorage], kind: Kind) -> None:
        """Every good one is made, also when another is not taken."""
        refusals = []
        for number, file in enumerate(chosen):
            if number >= rules.MOST[kind]:
                refusals.append(str(rules.TOO_MANY))
                break
            try:
                self.made.append(remade(file.stream.read(), kind))
            except NotTaken as refused:
                refusals.append(str(rules.told(refused.why, kind)))
        if refusals:
            raise ValidationError(refusals[0])
