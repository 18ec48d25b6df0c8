"""Single sign-on is off until it is whole; what is missing is said in one sentence."""

from pathlib import Path

import pytest

import config

WHOLE = {
    "ADVISORY_OIDC_ISSUER": "https://login.council.example/tenant",
    "ADVISORY_OIDC_CLIENT_ID": "our-board",
    "ADVISORY_OIDC_CLIENT_SECRET": "a secret of two",
}


def test_it_is_off_by_default() -> None:
    assert config.read({}).oidc_issuer is None


def test_whole_settings_switch_it_on_and_the_secret_is_not_printed() -> None:
    settings = config.read({**WHOLE, "ADVISORY_OIDC_SECOND_FACTOR": "mfa, hwk"})
    assert settings.oidc_name == "login.council.example"
    assert settings.oidc_second_factors == {"mfa", "hwk"}
    assert settings.oidc_client_secret == "a secret of two"
    assert "a secret of two" not in repr(settings)


def test_our_own_second_step_is_asked_unless_the_operator_says_otherwise() -> None:
    assert config.read(WHOLE).oidc_second_factors == frozenset()


def test_the_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("in a file\n")
    environ = {**WHOLE, "ADVISORY_OIDC_CLIENT_SECRET": ""}
    environ["ADVISORY_OIDC_CLIENT_SECRET_FILE"] = str(file)
    assert config.read(environ).oidc_client_secret == "in a file"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ADVISORY_OIDC_ISSUER": "http://login.council.example"}, "https://"),
        ({"ADVISORY_OIDC_ISSUER": "login.council.example"}, "https://"),
        ({"ADVISORY_OIDC_ISSUER": ""}, "needs ADVISORY_OIDC_ISSUER"),
        ({"ADVISORY_OIDC_CLIENT_ID": ""}, "needs ADVISORY_OIDC_CLIENT_ID"),
        ({"ADVISORY_OIDC_CLIENT_SECRET": ""}, "needs ADVISORY_OIDC_CLIENT_SECRET_FILE"),
        ({"ADVISORY_OIDC_CLIENT_SECRET_FILE": "there"}, "not both"),
        (
            {"ADVISORY_OIDC_CLIENT_SECRET": "", "ADVISORY_OIDC_CLIENT_SECRET_FILE": "not/there"},
            "cannot be read",
        ),
    ],
)
def test_what_is_missing_stops_the_start_with_one_sentence(
    changed: dict[str, str], sentence: str
) -> None:
    with pytest.raises(config.ConfigurationError) as why:
        config.read({**WHOLE, **changed})
    assert sentence in str(why.value)
    assert "a secret of two" not in str(why.value)
    assert str(why.value).count(". ") == 0
