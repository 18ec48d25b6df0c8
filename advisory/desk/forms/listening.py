from wtforms import HiddenField

from advisory.files.forms import FilesForm


class SpokenForm(FilesForm):
    """One sound, from the recorder on the page or from a file."""

    pictures = None
    token = HiddenField()
    is_for_listening = True
