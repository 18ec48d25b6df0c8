"""The limit: a bare Flask app with a page of about the same size and one insert."""

from pathlib import Path

from flask import Flask
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select

from advisory.foundation.database import Database

ROWS = 30
metadata = MetaData()
lines = Table(
    "lines", metadata, Column("id", Integer, primary_key=True), Column("words", String(400))
)

PAGE = """<!doctype html><html lang="en"><title>floor</title><h1>Lines</h1>
<ul>{% for row in rows %}<li>{{ row.words }}</li>{% endfor %}</ul></html>"""


def floor(folder: Path, *, page_bytes: int) -> Flask:
    """No sign-in, no forms, no languages, no rules: rows from a table in a template."""
    app = Flask("floor")
    database = Database(f"sqlite:///{folder / 'floor.sqlite3'}")
    metadata.create_all(database.engine)
    with database.engine.execution_options(writes=True).begin() as connection:
        words = "w" * max(1, page_bytes // ROWS - 10)
        connection.execute(insert(lines), [{"words": words} for _ in range(ROWS)])
    template = app.jinja_env.from_string(PAGE)

    @app.get("/")
    def page() -> str:
        with database.engine.connect() as connection:
            rows = connection.execute(select(lines).limit(ROWS)).all()
        return template.render(rows=rows)

    @app.post("/")
    def keep() -> str:
        with database.engine.execution_options(writes=True).begin() as connection:
            connection.execute(insert(lines).values(words="one more line"))
        return "kept"

    return app
