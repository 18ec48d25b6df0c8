"""A codebook from another program."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field
from wtforms.validators import ValidationError

from advisory.languages.catalogues import for_staff
from advisory.themes.ports.codebooks import read_codebook
from advisory.themes.ports.exchange import NotExchangeable, SharedLabel

MISSING = for_staff("Choose a file.")
NOT_READ = for_staff("This file cannot be read. %(why)s")


class BringForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`labels` holds what the file says once the form was checked."""

    codebook = FileField(for_staff("A codebook (.qdc)"), render_kw={"accept": ".qdc"})
    labels: tuple[SharedLabel, ...] = ()

    def validate_codebook(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(MISSING)
        try:
            self.labels = read_codebook(field.data.read())
        except NotExchangeable as why:
            raise ValidationError(str(NOT_READ) % {"why": why}) from why
