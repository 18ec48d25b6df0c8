"""The command that says how well suggestions would do, before anybody switches them on."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisory.themes.ports.tables import NotReadable, Table, read_table, same_labels
from advisory.themes.rules.suggesting import FEWEST_CODED, FEWEST_OF_A_LABEL, Coded

if TYPE_CHECKING:  # the arithmetic is heavy to load, and every other command does without
    from advisory.themes.rules.trial import OfLabel, Outcome

FEWEST_TESTED = 10

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def codebook() -> None:
    """Labels and suggestions."""


@codebook.command("trial")
@click.argument("train", type=FILE)
@click.argument("test", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Everything, for another program.")
def trial(train: Path, test: Path, *, as_json: bool) -> None:
    """How well suggestions learned from TRAIN would label TEST, two tables that people coded.

    Both have the columns document_id, text, perhaps title and url, then one a label with 0 or 1.

    \b
    samples_f1         mean F1 over the texts of TEST that have a label; a label counts
                       as said from a probability of .35, or as the likeliest
    macro_f1           mean F1 over the labels with at least 10 examples in TRAIN and
                       TEST together; one that could not be learned counts as 0
    calibration_error  distance of the probabilities from what people did, weighted,
                       in ten bins, over all texts of TEST and labels that were learned

    A label is learned from 5 examples on. A row that stands in both files is left out of TEST.
    """
    from advisory.themes.rules.trial import TooFew, tried  # noqa: PLC0415 - see above

    try:
        learned, asked = read_table(train), read_table(test)
        same_labels(learned, asked, (train, test))
        known = set(learned.rows)
        fresh = [row for row in asked.rows if row not in known]
        _enough(len(learned.rows), train, FEWEST_CODED)
        _enough(len(fresh), test, FEWEST_TESTED)
        found = tried(_coded(learned), _coded(Table(asked.labels, fresh)), learned.labels)
    except NotReadable as why:
        raise click.ClickException(str(why)) from why
    except TooFew as why:
        few = f"{train} has no label with words beside it on {FEWEST_OF_A_LABEL} rows."
        raise click.ClickException(few) from why
    left_out = len(asked.rows) - len(fresh)
    click.echo(
        json.dumps(told(found, left_out), ensure_ascii=False, indent=1)
        if as_json
        else in_words(found, left_out)
    )


def _enough(count: int, path: Path, fewest: int) -> None:
    if count < fewest:
        rows = "1 row" if count == 1 else f"{count} rows"
        raise NotReadable(f"{path} has {rows} of its own; a trial needs {fewest}.")


def _coded(table: Table) -> list[Coded[str]]:
    return [Coded(row.text, row.labels) for row in table.rows]


def told(found: "Outcome", left_out: int) -> dict[str, object]:
    """All figures. `left_out`: rows of TEST that TRAIN holds too."""
    return {
        **{name: value for name, value in asdict(found).items() if name != "by_label"},
        "left_out": left_out,
        "macro_labels": sum(one.counts for one in found.by_label),
        "learned_labels": sum(one.is_learned for one in found.by_label),
        "labels": [asdict(one) for one in found.by_label],
    }


def in_words(found: "Outcome", left_out: int) -> str:
    """For a person at a terminal."""
    lines = [f"Learned from {found.train} texts, asked about {found.test}."]
    if left_out:
        lines.append(f"{left_out} rows stand in both files and were left out.")
    samples, macro = _number(found.samples_f1), _number(found.macro_f1)
    error, seconds = _number(found.calibration_error), f"{found.seconds:.1f} s"
    lines += [
        f"samples-F1 {samples}, macro-F1 {macro}, calibration error {error}, {seconds}.",
        f"Likely: {found.likely.count} shown, {_number(found.likely.right)} right.",
        f"Maybe: {found.maybe.count} shown, {_number(found.maybe.right)} right.",
        "",
        "   F1  precision  recall  train  test  label",
    ]
    return "\n".join(lines + [_line(one) for one in found.by_label])


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _line(one: "OfLabel") -> str:
    note = "" if one.is_learned else " (not learned: too few or too many)"
    return (
        f"{one.f1:5.2f}  {_number(one.precision):>9}  {_number(one.recall):>6}"
        f"  {one.train:5}  {one.test:4}  {one.label}{note}"
    )
