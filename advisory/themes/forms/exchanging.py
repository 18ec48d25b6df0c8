"""A codebook from another program."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field
from wtforms.validators import ValidationError

from advisory.languages.catalogues import for_staff
from advisory.themes.ports.codebooks import read_codebook
from advisory.themes.ports.exchange import NotExchangeable
from advisory.themes.ports.projects import Project, read_project

ZIP = b"PK"
MISSING = for_staff("Choose a file.")
NOT_READ = for_staff("This file cannot be read. %(why)s")


class BringForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`project` holds what the file says once the form was checked: a codebook has no texts."""

    codebook = FileField(
        for_staff("A codebook (.qdc), or passages and labels (.qdpx)"),
        render_kw={"accept": ".qdc,.qdpx"},
    )
    project = Project("", ())

    def validate_codebook(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(MISSING)
        content = field.data.read()
        try:
            if content.startswith(ZIP):
                self.project = read_project(content)
            else:
                self.project = Project("", read_codebook(content))
        except NotExchangeable as why:
            raise ValidationError(str(NOT_READ) % {"why": why}) from why
