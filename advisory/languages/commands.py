"""The commands that keep catalogues fresh, whole and harmless."""

from pathlib import Path
from typing import BinaryIO

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural

from advisory.languages.catalogues import shelf
from advisory.languages.checks import faults, write_templates
from advisory.languages.extraction import PROJECT, write_stable
from advisory.languages.registry import LANGUAGES, Language, UnknownLanguage, language
from advisory.languages.shelf import DOMAINS, Shelf, catalogue, header_of, is_translated, messages


@click.group()
def languages() -> None:
    """Catalogues of words: extract, update, compile, check, table."""


@languages.command()
def extract() -> None:
    """Write the three templates from the source."""
    write_templates(shelf(), PROJECT)
    for domain in DOMAINS:
        click.echo(f"{domain}: {len(messages(shelf().template(domain)))} sentences")


@languages.command()
@click.argument("tags", nargs=-1)
@click.option("--domain", "domains", multiple=True, type=click.Choice(DOMAINS))
def update(tags: tuple[str, ...], domains: tuple[str, ...]) -> None:
    """Bring catalogues up to the templates; with TAGS, begin those that are not there."""
    kept = shelf()
    for tag in tags or LANGUAGES:
        for domain in domains or DOMAINS:
            spoken = _named(tag)
            if spoken.babel != "en" and (tags or kept.path(tag, domain).exists()):
                update_catalogue(kept, spoken, domain)
                click.echo(f"{tag}/{domain}")


def _named(tag: str) -> Language:
    try:
        return language(tag)
    except UnknownLanguage as unknown:
        raise click.BadParameter(f"{tag} is not in the registry") from unknown


def update_catalogue(kept: Shelf, spoken: Language, domain: str) -> None:
    """Adds what is new, drops what is gone, guesses nothing, keeps the header."""
    path = kept.path(spoken.tag, domain)
    header = (header_of(path) if path.exists() else "") or _new_header(spoken)
    updated = catalogue(path, spoken.babel)
    # Babel drops the X- fields of a header, so it is kept here as text.
    updated.update(catalogue(kept.template(domain)), no_fuzzy_matching=True)
    write_stable(path, updated, header)


def _new_header(spoken: Language) -> str:
    fields = {
        "Language": spoken.babel,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": get_plural(spoken.babel).plural_forms,
        "X-Advisory-Status": "draft",
    }
    return "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items())


@languages.command("compile")
def compile_() -> None:
    """Write the .mo file of every catalogue; fuzzy entries stay out."""
    for path in sorted(shelf().folder.glob("*/LC_MESSAGES/*.po")):
        compile_catalogue(path)


def compile_catalogue(path: Path) -> None:
    """Writes the .mo beside a .po, whole or not at all."""
    catalog: Catalog = catalogue(path, path.parent.parent.name)
    for message in [message for message in catalog if message.id and not is_translated(message)]:
        # Babel would fill a half-translated plural with English.
        catalog.delete(message.id, message.context)
    unfinished = path.with_suffix(".mo.part")
    with unfinished.open("wb") as file:
        write_mo(file, catalog)
    unfinished.replace(path.with_suffix(".mo"))


@languages.command()
@click.option("--strict", is_flag=True, help="Warnings fail as well.")
def check(*, strict: bool) -> None:
    """Stop at anything in a catalogue that could mislead or harm."""
    found = faults(shelf(), PROJECT)
    for fault in found:
        click.echo(str(fault), err=True)
    if any(fault.grave or strict for fault in found):
        raise click.ClickException("The catalogues need a hand; see above.")


@languages.command()
def table() -> None:
    """Show how many sentences each language says."""
    kept = shelf()
    click.echo(f"{'':8}" + "".join(f"{domain:>14}" for domain in DOMAINS))
    for tag in LANGUAGES:
        click.echo(f"{tag:8}" + "".join(f"{_said(kept, tag, domain):>14}" for domain in DOMAINS))


def _said(kept: Shelf, tag: str, domain: str) -> str:
    whole = len(messages(kept.template(domain)))
    if tag != "en" and not kept.path(tag, domain).exists():
        return "-"
    done = whole - len(kept.missing(tag, domain))
    draft = " draft" if tag != "en" and kept.is_draft(tag) else ""
    return f"{done}/{whole}{draft}"


@languages.command()
@click.argument("file", type=click.File("rb"))
def identify(file: BinaryIO) -> None:
    """Print the language of each line of FILE, one tag a line; `und` where it has no letters."""
    from advisory.languages.identification import identify as language_of  # noqa: PLC0415 - it is heavy

    lines = file.read().decode(errors="replace").split("\n")
    for line in lines[:-1] if lines[-1] == "" else lines:
        click.echo(language_of(line))
