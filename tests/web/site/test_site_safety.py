"""What production refuses: each unsafe setting is named with what to do, and a safe installation has none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from junheng.web.people.models import County, Grant, User
from junheng.web.site import demo, safety
from junheng.web.site.options import read

SAFE = {
    "JUNHENG_HOSTS": "jy.example.cn",
    "JUNHENG_HTTPS": "1",
    "JUNHENG_PROXY": "1",
    "JUNHENG_DATABASE_URL": "postgresql://junheng@localhost/junheng",
    "JUNHENG_MFA_ROLES": "leader,officer,clerk,principal,system,security,audit",
}


@pytest.fixture
def installation(
    db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, str]]:
    """Return a function: options that differ from the safe ones → what is found, by the check's name."""
    data = tmp_path / "data"
    (data / "keys").mkdir(parents=True)
    data.chmod(0o700)
    for file in (data / "keys" / "secret.key", tmp_path / "field.keys"):
        file.write_text("key")
        file.chmod(0o600)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    settings.DATA = data
    settings.SECRET_KEY = "abcdefghijklmnopqrstuvwxyz0123456789" * 2

    def found(**options: str) -> dict[str, str]:
        settings.OPTION = read({**SAFE, "JUNHENG_FIELD_KEYS": str(tmp_path / "field.keys"), **options})
        return {finding.check: f"{finding.zh} {finding.en}" for finding in safety.findings()}

    return found


def test_a_safe_installation_has_no_findings(installation: Any) -> None:
    assert installation() == {}


@pytest.mark.parametrize(
    ("options", "check", "named"),
    [
        ({"JUNHENG_LOG_LEVEL": "debug"}, "debugging", "JUNHENG_LOG_LEVEL"),
        ({"JUNHENG_HOSTS": ""}, "hosts", "JUNHENG_HOSTS"),
        ({"JUNHENG_HOSTS": " , "}, "hosts", "JUNHENG_HOSTS"),
        ({"JUNHENG_HOSTS": "jy.example.cn, *"}, "hosts", "JUNHENG_HOSTS"),
        ({"JUNHENG_HTTPS": ""}, "https", "JUNHENG_HTTPS=1"),
        ({"JUNHENG_PROXY": ""}, "https", "JUNHENG_PROXY=1"),
        ({"JUNHENG_FIELD_KEYS": ""}, "field_keys", "JUNHENG_FIELD_KEYS"),
        ({"JUNHENG_DATABASE_URL": ""}, "sqlite", "JUNHENG_SQLITE_IN_PRODUCTION=1"),
        ({"JUNHENG_SESSION_MINUTES": "61"}, "sessions", "JUNHENG_SESSION_MINUTES"),
        ({"JUNHENG_SESSION_MINUTES": "0"}, "sessions", "JUNHENG_SESSION_MINUTES"),
        ({"JUNHENG_MFA_ROLES": ""}, "second_factor", "officer"),
        ({"JUNHENG_MFA_ROLES": "leader,clerk,principal,system,security,audit"}, "second_factor", "officer"),
        ({"JUNHENG_MFA_ROLES": "leader,officer,clerk,principal,system,security"}, "second_factor", "audit"),
    ],
)
def test_an_unsafe_option_is_refused_and_named(
    installation: Any, options: dict[str, str], check: str, named: str
) -> None:
    found = installation(**options)
    assert list(found) == [check]
    assert named in found[check]


def test_sqlite_is_accepted_when_somebody_says_so(installation: Any) -> None:
    assert installation(JUNHENG_DATABASE_URL="", JUNHENG_SQLITE_IN_PRODUCTION="1") == {}


def test_debug_pages_are_refused(installation: Any, settings: Any) -> None:
    settings.DEBUG = True
    assert list(installation()) == ["debugging"]


@pytest.mark.parametrize("key", ["short", "a" * 80])
def test_a_weak_signing_key_is_refused(installation: Any, settings: Any, key: str) -> None:
    settings.SECRET_KEY = key
    assert list(installation(JUNHENG_SECRET_KEY=key)) == ["secret"]


def test_a_signing_key_others_can_read_is_refused(installation: Any, settings: Any) -> None:
    (settings.DATA / "keys" / "secret.key").chmod(0o640)
    assert list(installation()) == ["secret"]


def test_field_keys_others_can_read_are_refused(installation: Any, tmp_path: Path) -> None:
    (tmp_path / "field.keys").chmod(0o604)
    assert "chmod 600" in installation()["field_keys"]


def test_field_keys_in_the_data_directory_are_refused_whatever_the_path_looks_like(
    installation: Any, settings: Any, tmp_path: Path
) -> None:
    inside = settings.DATA / "field.keys"
    inside.write_text("key")
    inside.chmod(0o600)
    assert str(inside) in installation(JUNHENG_FIELD_KEYS=str(inside))["field_keys"]
    link = tmp_path / "link"
    link.symlink_to(settings.DATA)
    assert list(installation(JUNHENG_FIELD_KEYS=str(link / "field.keys"))) == ["field_keys"]


def test_a_data_directory_others_can_read_is_refused(installation: Any, settings: Any) -> None:
    settings.DATA.chmod(0o755)
    assert "chmod 750" in installation()["directory"]
    settings.DATA.chmod(0o750)
    assert installation() == {}


def test_running_as_root_is_refused(installation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert list(installation()) == ["root"]


def test_waiting_upgrade_steps_are_refused(installation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "waiting_migrations", lambda: ["people.0009_more"])
    found = installation()
    assert list(found) == ["migrations"]
    assert "junheng backup" in found["migrations"]


def test_one_person_with_two_administrators_roles_is_refused(installation: Any) -> None:
    person = User.objects.create(username="both")
    for role in ("system", "audit"):
        Grant.objects.create(user=person, role=role)
    assert "both" in installation()["separation"]
    person.is_active = False
    person.save()
    assert installation() == {}


def test_demo_accounts_are_refused_until_they_are_closed(installation: Any) -> None:
    person = User.objects.create(username=demo.USERNAMES[0])
    Grant.objects.create(user=person, role="leader", county=County.objects.create(code=demo.COUNTIES[0], name="示例"))
    assert list(installation()) == ["demo_accounts"]
    User.objects.update(is_active=False)
    assert installation() == {}


def test_a_real_person_who_is_called_as_somebody_of_the_demo_is_nothing_to_refuse(installation: Any) -> None:
    Grant.objects.create(user=User.objects.create(username=demo.USERNAMES[-1]), role="audit")
    assert installation() == {}


def test_every_check_has_a_test_here() -> None:
    tested = Path(__file__).read_text("utf-8")
    assert [check.__name__ for check in (*safety.FILES, *safety.RECORDS) if f'"{check.__name__}"' not in tested] == []


def test_the_command_names_what_is_unsafe_and_does_not_start(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JUNHENG_")}
    environment["DJANGO_SETTINGS_MODULE"] = "junheng.web.site.settings"
    command = [sys.executable, "-m", "junheng.cli", "serve", "--production", "--port", "0", "--data", str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stdout == ""
    for named in ("JUNHENG_HOSTS", "JUNHENG_HTTPS", "JUNHENG_FIELD_KEYS", "JUNHENG_DATABASE_URL", "junheng prepare"):
        assert named in done.stderr
    assert "没有启动" in done.stderr
