"""The house does not open when it would harm somebody: one sentence that says what to do."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

import pytest
from click.testing import CliRunner, Result

import config
from advisory.app import schema
from advisory.app.commands import main
from advisory.foundation.keys import make_keys

COMMAND = [sys.executable, "-m", "advisory.app.commands", "letters", "list"]
PRODUCTION = {"ADVISORY_PRODUCTION": "1", "ADVISORY_BASE_URL": "https://board.example"}
Harm = Callable[[Path], None]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house that opens; each test harms a copy of it."""
    home = tmp_path_factory.mktemp("sound")
    home.chmod(0o700)
    make_keys(home / "keys")
    schema.migrate(f"sqlite:///{home / 'advisory.sqlite3'}")
    (home / "advisory.sqlite3").chmod(0o600)
    return home


@pytest.fixture
def home(sound: Path, tmp_path: Path) -> Path:
    home = tmp_path / "home"
    shutil.copytree(sound, home)
    return home


def started(home: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ADVISORY_")}
    environment = {**ours, "ADVISORY_HOME": str(home), **changed}
    return subprocess.run(
        COMMAND, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def asked(home: Path, **changed: str) -> Result:
    """As `started`, in our own process: the same command from its first line to its exit code."""
    ours: dict[str, str | None] = {
        name: None for name in os.environ if name.startswith(("ADVISORY_", "FLASK_"))
    }
    environment = {**ours, "ADVISORY_HOME": str(home), **changed}
    return CliRunner().invoke(main, COMMAND[3:], env=environment, prog_name="advisory")


def refused(home: Path, says: str, **changed: str) -> None:
    ended = asked(home, **changed)
    assert ended.exit_code == 2, (ended.stderr, ended.exception)
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert says in ended.stderr


def test_a_sound_house_opens_in_production(home: Path) -> None:
    ended = started(home, **PRODUCTION)
    assert ended.returncode == 0, ended.stderr


def test_a_real_start_is_refused_with_one_sentence(home: Path) -> None:
    """The settings and the house, once each as the operator starts it; all others below."""
    assert asked(home, **PRODUCTION).exit_code == 0, "else all below would be refused anyway"
    key_is_open(home)
    for changed, says in (({"FLASK_DEBUG": "1"}, "unset FLASK_DEBUG"), (PRODUCTION, "chmod 600")):
        ended = started(home, **changed)
        assert ended.returncode == 2, ended.stderr
        assert len(ended.stderr.splitlines()) == 1, ended.stderr
        assert says in ended.stderr


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"FLASK_DEBUG": "1"}, "unset FLASK_DEBUG"),
        ({"ADVISORY_PRODUCTION": "1"}, "must start with https://"),
        ({"ADVISORY_BASE_URL": "http://board.example", "ADVISORY_PRODUCTION": "1"}, "https://"),
        ({"ADVISORY_MAIL_ULR": "smtp://mail.example"}, "did you mean ADVISORY_MAIL_URL?"),
        ({"ADVISORY_MAIL_URL": "http://mail.example"}, "ADVISORY_MAIL_URL must look like"),
        ({"ADVISORY_MAIL_URL": "smtp://mail.example:port"}, "ADVISORY_MAIL_URL must look like"),
        ({"ADVISORY_MAIL_URL": "smtp://"}, "ADVISORY_MAIL_URL must look like"),
        ({"ADVISORY_LEAVE_URL": "http://weather.example"}, "ADVISORY_LEAVE_URL must start with"),
        ({"ADVISORY_LEAVE_URL": "https://"}, "ADVISORY_LEAVE_URL must start with"),
        ({"ADVISORY_OPERATOR_NETWORK": "office"}, "must name networks"),
        ({"ADVISORY_DATABASE_URL": "mysql://nowhere"}, "sqlite:/// or postgresql://"),
        ({"ADVISORY_DATABASE_URL": "sqlite:////proc/house.sqlite3"}, "Nothing can be written"),
        (
            {**PRODUCTION, "ADVISORY_DATABASE_URL": "postgresql://me@db.example/advisory"},
            "sslmode=verify-full",
        ),
        (
            {
                **PRODUCTION,
                "ADVISORY_DATABASE_URL": "postgresql://me@db.example/advisory?sslmode=prefer",
            },
            "sslmode=verify-full",
        ),
        ({"PORT": "many"}, "PORT must be a number"),
        ({"PORT": "0" * 5_000}, "PORT must be a number"),
    ],
)
def test_a_setting_that_harms_is_refused(home: Path, changed: dict[str, str], says: str) -> None:
    refused(home, says, **changed)


def key_is_gone(home: Path) -> None:
    (home / "keys" / "pepper.key").unlink()


def key_is_open(home: Path) -> None:
    (home / "keys" / "words.key").chmod(0o604)


def key_is_short(home: Path) -> None:
    (home / "keys" / "secret.key").write_text("changeme")


def key_is_a_default(home: Path) -> None:
    (home / "keys" / "secret.key").write_text("00" * 32)


def keys_are_alike(home: Path) -> None:
    same = token_hex(32)
    for name in ("secret", "pepper"):
        (home / "keys" / f"{name}.key").write_text(same)


def keys_are_in_a_repository(home: Path) -> None:
    (home.parent / ".git").mkdir()


def database_is_open(home: Path) -> None:
    (home / "advisory.sqlite3").chmod(0o644)


def home_is_open(home: Path) -> None:
    home.chmod(0o705)


def tables_are_old(home: Path) -> None:
    schema.unmigrate(f"sqlite:///{home / 'advisory.sqlite3'}")


def tables_are_gone(home: Path) -> None:
    (home / "advisory.sqlite3").unlink()


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (key_is_gone, "pepper.key is missing"),
        (key_is_open, "chmod 600"),
        (key_is_short, "does not hold 32 bytes"),
        (key_is_a_default, "holds no random key"),
        (keys_are_alike, "are the same"),
        (keys_are_in_a_repository, "inside the repository"),
        (database_is_open, "chmod 600"),
        (home_is_open, "chmod 700"),
        (tables_are_old, "advisory migrate"),
        (tables_are_gone, "advisory migrate"),
    ],
)
def test_a_house_in_a_harmful_state_is_refused(home: Path, harm: Harm, says: str) -> None:
    harm(home)
    refused(home, says, **PRODUCTION)


def test_what_the_commands_make_is_closed_to_others(tmp_path: Path) -> None:
    home = tmp_path / "new"
    for words in (["keys", "make"], ["migrate"]):
        ran = subprocess.run(
            [*COMMAND[:3], *words],
            env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path)}
            | {"ADVISORY_HOME": str(home)},
            check=False,
            capture_output=True,
        )
        assert ran.returncode == 0, ran.stderr
    made = [home, *home.rglob("*")]
    assert [path for path in made if path.stat().st_mode & 0o077] == []
    ended = started(home, **PRODUCTION)
    assert ended.returncode == 0, ended.stderr


def test_names_that_are_like_none_of_ours_are_left_to_others() -> None:
    settings = config.read({"ADVISORY_DATA": "/texts", "ADVISORY_COLOUR": "blue"})
    assert settings.port == 8000
