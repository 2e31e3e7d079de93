"""The files of deploy/ and its guide fit the program: verbs, options and settings they name are there."""

from __future__ import annotations

import re
import shlex
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from junheng.cli.app import junheng
from junheng.web.site import safety
from junheng.web.site.options import OPTIONS, read

HOME = Path(__file__).resolve().parents[2]
DEPLOY = HOME / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")], key=lambda path: path.name)
GUIDES = [HOME / "docs" / name for name in ("deployment.md", "deployment.zh.md")]
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
OURS = ("upgrade", "web", "worker")
NAMES = {option.name for option in OPTIONS}


def understood(words: list[str]) -> None:
    """Hold `words` (verb, options, arguments) to the commands there are."""
    command = junheng.get_command(click.Context(junheng), words[0])
    assert command is not None, words
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    assert {word for word in words if word.startswith("--")} <= known, words


def text(path: Path) -> str:
    return path.read_text("utf-8")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_calls_commands_that_exist(unit: Path) -> None:
    started = re.findall(r"^ExecStart=/opt/junheng/\.venv/bin/junheng (.+)$", text(unit), re.MULTILINE)
    assert len(started) == (unit.suffix == ".service")
    for line in started:
        understood(shlex.split(line))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_one_systemd_understands(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze")
    for each in UNITS:  # the programs are not installed here: what is checked is everything else
        plain = re.sub(r"^(ExecStart(?:Post)?)=.*$", r"\1=/bin/true", text(each), flags=re.MULTILINE)
        (tmp_path / each.name).write_text(plain, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_services_run_as_an_account_of_their_own_and_write_only_where_they_must() -> None:
    for unit in DEPLOY.glob("*.service"):
        lines = text(unit).splitlines()
        for line in (
            "User=junheng",
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "UMask=0077",
            "StateDirectoryMode=0750",
        ):
            assert line in lines, (unit.name, line)


def test_the_environment_given_as_an_example_is_one_production_accepts() -> None:
    lines = [line for line in text(DEPLOY / "junheng.env.example").splitlines() if line and not line.startswith("#")]
    given = dict(line.split("=", 1) for line in lines)
    assert set(given) <= NAMES
    here = safety.Installation(read(given), Path(given["JUNHENG_DATA"]))
    plain = (safety.hosts, safety.https, safety.sqlite, safety.sessions, safety.second_factor)
    assert [words for check in plain for words in check(here)] == []
    assert not given["JUNHENG_FIELD_KEYS"].startswith(given["JUNHENG_DATA"])


def test_compose_sets_what_production_demands_and_calls_commands_that_exist() -> None:
    for name in OURS:
        service = COMPOSE["services"][name]
        understood(service["command"])
        assert set(service["environment"]) <= NAMES
        given = {key: re.sub(r"\$\{\w+:\?[^}]*\}", "given", value) for key, value in service["environment"].items()}
        here = safety.Installation(read(given), Path("/var/lib/junheng"))
        plain = (safety.hosts, safety.https, safety.sqlite, safety.sessions, safety.second_factor)
        assert [words for check in plain for words in check(here)] == []


def test_in_compose_only_the_proxy_has_a_door() -> None:
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]
    mounted = [volume.split(":")[0] for volume in COMPOSE["services"]["proxy"]["volumes"]]
    assert "./nginx.compose.conf" in mounted


@pytest.mark.parametrize("name", ["nginx.conf", "nginx.compose.conf"])
def test_the_proxy_says_itself_how_it_was_reached_and_by_whom(name: str) -> None:
    lines = {line.strip() for line in text(DEPLOY / name).splitlines()}
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in lines
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in lines
    assert "proxy_set_header Host $host;" in lines
    assert text(DEPLOY / name).count("{") == text(DEPLOY / name).count("}")
    (largest,) = re.findall(r"client_max_body_size (\d+)m;", text(DEPLOY / name))
    assert int(largest) > int(read({})["JUNHENG_UPLOAD_MB"])


@pytest.mark.parametrize("name", ["nginx.conf", "nginx.compose.conf"])
def test_the_proxy_speaks_current_tls_alone_and_says_so_for_a_year(name: str) -> None:
    said = text(DEPLOY / name)
    assert re.findall(r"ssl_protocols (.+);", said) == ["TLSv1.2 TLSv1.3"]
    assert "proxy_hide_header Strict-Transport-Security;" in said
    (seconds,) = re.findall(r'add_header Strict-Transport-Security "max-age=(\d+)" always;', said)
    assert int(seconds) >= 365 * 24 * 3600
    assert "return 301 https://$host$request_uri;" in said


def test_services_and_image_have_no_history_of_the_source() -> None:
    for unit in DEPLOY.glob("*.service"):
        assert "InaccessiblePaths=-/opt/junheng/.git" in text(unit).splitlines(), unit.name
    ignored = text(DEPLOY / "Dockerfile.dockerignore").splitlines()
    assert ignored[0] == "*"
    assert not [line for line in ignored if line.startswith("!.")]
    assert not re.search(r"^\s*(?:root|alias|autoindex)\b", text(DEPLOY / "nginx.conf"), re.MULTILINE)


def test_the_two_proxies_differ_only_in_where_the_pages_are() -> None:
    one, other = (
        [line for line in text(DEPLOY / name).splitlines() if not line.startswith("#")]
        for name in ("nginx.conf", "nginx.compose.conf")
    )
    assert [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]] == [
        ("        proxy_pass http://127.0.0.1:8000;", "        proxy_pass http://web:8000;")
    ]


def test_the_image_starts_a_command_that_exists_as_somebody_who_is_not_root() -> None:
    lines = text(DEPLOY / "Dockerfile").splitlines()
    (command,) = [line for line in lines if line.startswith("CMD ")]
    understood(yaml.safe_load(command.removeprefix("CMD ")))
    assert "USER junheng" in lines
    copied = {part for line in lines if line.startswith("COPY") for part in line.split()[1:-1]}
    assert all((HOME / part).exists() for part in copied)


def test_the_wrapper_is_a_shell_script_that_can_be_run() -> None:
    script = DEPLOY / "junheng.sh"
    assert script.stat().st_mode & stat.S_IXUSR
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_guide_names_files_settings_and_commands_that_exist(guide: Path) -> None:
    said = text(guide)
    for name in set(re.findall(r"deploy/([\w.-]+\.[\w.]*\w)", said)):
        assert (DEPLOY / name).exists(), name
    assert set(re.findall(r"JUNHENG_\w+", said)) <= NAMES
    blocks = re.findall(r"```sh\n(.*?)```", said, re.DOTALL)
    commands = re.findall(r"(?:^|`)junheng (\w+(?: --[\w-]+)*)", said, re.MULTILINE)
    assert len(blocks) >= 6
    assert {command.split()[0] for command in commands} >= {"serve", "worker", "prepare", "backup", "drill", "restore"}
    for command in commands:
        understood(command.split())


def lines_of_shell(guide: Path) -> list[str]:
    """Return the lines of the guide's commands without their remarks."""
    blocks = re.findall(r"```sh\n(.*?)```", text(guide), re.DOTALL)
    return [re.sub(r"\s*#.*$", "", line) for block in blocks for line in block.splitlines()]


def test_both_guides_have_the_same_commands() -> None:
    one, other = map(lines_of_shell, GUIDES)
    assert one == other


def test_every_setting_production_looks_at_is_in_both_guides() -> None:
    for guide in GUIDES:
        for unit in UNITS:
            assert unit.name in text(guide)
        assert "JUNHENG_SQLITE_IN_PRODUCTION=1" in text(guide)
