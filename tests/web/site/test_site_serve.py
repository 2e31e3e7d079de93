"""`junheng serve` as a process: the demo from an empty directory, signing in, a second start, and its end."""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from junheng.web.site import demo
from junheng.web.site.processes import listen

PATIENCE = 60
ROW = re.compile(r"^│ (\S+) .* (\w{4}-\w{4}-\w{4}-\w{4}) +│$", re.MULTILINE)
COMMAND = [sys.executable, "-m", "junheng.cli", "serve"]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUNHENG_", "DJANGO_"))}
    return {**kept, "DJANGO_SETTINGS_MODULE": "junheng.web.site.settings", **more}


@dataclass
class Site:
    """A running `junheng serve` and what it printed until it served."""

    process: subprocess.Popen[str]
    said: str
    address: str

    def children(self) -> dict[int, str]:
        """Return the processes below it: id → command."""
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and (line := _command(int(folder.name))):
                found[int(folder.name)] = line
        mine = f" {self.process.pid} "
        return {pid: line for pid, line in found.items() if mine in f"{line} "}

    def end(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(40)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def start(data: Path, *options: str) -> Site:
    return waited(
        subprocess.Popen(
            [*COMMAND, "--data", str(data), "--port", "0", *options],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    )


def waited(process: subprocess.Popen[str]) -> Site:
    """Return the site once it has printed its address; raises AssertionError with its words when it does not."""
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if found := re.search(r"http://[\d.:]+/", line):
            return Site(process, said, found[0])
    process.wait(10)
    process.stdout.close()
    raise AssertionError(said)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serve") / "data"


@pytest.fixture(scope="module")
def first(data: Path) -> Iterator[Site]:
    """The first start, ended when the tests that need it running are through."""
    site = start(data, "--demo", "--schools", "8", "--processes", "1")
    yield site
    site.end()


class Browser:
    """Forms and cookies, as a browser sends them."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> Any:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.opener.open(urllib.parse.urljoin(self.site.address, path), timeout=30)
            except urllib.error.HTTPError as error:
                return error
            except (urllib.error.URLError, ConnectionError):
                assert time.monotonic() < end
                time.sleep(0.1)

    def post(self, path: str, **fields: str) -> Any:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path).read().decode())
        assert token is not None
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        return self.opener.open(urllib.parse.urljoin(self.site.address, path), body, timeout=30)


def test_every_role_gets_an_account_whose_password_is_shown_once_and_kept_nowhere(first: Site, data: Path) -> None:
    shown = dict(ROW.findall(first.said))
    assert list(shown) == list(demo.USERNAMES)
    assert len(set(shown.values())) == len(shown)
    for file in (path for path in data.rglob("*") if path.is_file()):
        content = file.read_bytes()
        assert not any(password.encode() in content for password in shown.values()), file


def test_the_leader_signs_in_and_has_to_choose_a_password_first(first: Site) -> None:
    browser = Browser(first)
    password = dict(ROW.findall(first.said))["juzhang"]
    answer = browser.post("/account/login/", login="juzhang", password=password)
    assert answer.status == 200
    assert answer.url.endswith("/account/password/")
    wrong = Browser(first).post("/account/login/", login="juzhang", password="wrong-wrong")
    assert "/account/login/" in wrong.url


def test_pages_come_with_their_styles_and_without_their_source_when_they_fail(first: Site) -> None:
    page = Browser(first).get("/account/login/").read().decode()
    (style, *_) = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert Browser(first).get(style).headers["Content-Type"].startswith("text/css")
    missing = Browser(first).get("/no/such/page/")
    assert missing.status == 404
    assert "Traceback" not in missing.read().decode()


def test_the_data_belong_to_the_owner_alone(first: Site, data: Path) -> None:
    modes = {path.name: path.stat().st_mode & 0o077 for path in (data, *data.iterdir())}
    assert {name for name, mode in modes.items() if mode} == set()


def test_a_worker_that_dies_is_started_again(first: Site) -> None:
    def workers() -> list[int]:
        return [pid for pid, line in first.children().items() if " worker " in line]

    def once(is_so: Callable[[list[int]], bool]) -> list[int]:
        """Return the workers as soon as something holds of them: the address is told before the worker is up."""
        end = time.monotonic() + PATIENCE
        while not is_so(found := workers()):
            assert time.monotonic() < end
            time.sleep(0.1)
        return found

    (dead,) = once(bool)
    os.kill(dead, signal.SIGKILL)
    once(lambda found: found not in ([], [dead]))


def test_a_second_start_keeps_the_data_shows_no_password_and_is_quick_and_ends_cleanly(first: Site, data: Path) -> None:
    assert first.end() == 0
    began = time.monotonic()
    site = start(data, "--demo", "--schools", "8", "--processes", "1")
    took = time.monotonic() - began
    try:
        assert ROW.findall(site.said) == []
        assert "第一次启动时显示过" in site.said
        assert took < 60, "making the demo anew takes longer"
        assert Browser(site).get("/account/login/").status == 200
        children = site.children()
        assert len(children) >= 2
    finally:
        status = site.end(signal.SIGINT)
    assert status == 0
    assert [pid for pid, line in children.items() if _command(pid) == line] == []


def test_when_it_is_killed_its_server_and_worker_end_too(data: Path, first: Site) -> None:
    first.end()
    site = start(data, "--processes", "1")
    assert Browser(site).get("/account/login/").status == 200
    children = site.children()
    site.end(signal.SIGKILL)
    end = time.monotonic() + PATIENCE
    while left := [pid for pid, line in children.items() if _command(pid) == line]:
        assert time.monotonic() < end, left
        time.sleep(0.1)
    assert children


def refused(*options: str, **more: str) -> str:
    done = subprocess.run(
        [*COMMAND, *options], env=environment(**more), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2, done.stderr
    return done.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert f" {port}" in refused("--data", str(tmp_path), "--port", str(port))


def test_without_a_wish_the_next_free_port_is_taken() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with listen("127.0.0.1", port, tries=20) as next_one:
            assert port < next_one.getsockname()[1] <= port + 19
        with pytest.raises(OSError, match="in use"):
            listen("127.0.0.1", port)


def test_a_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "data"
    assert str(place) in refused("--data", str(place))


def test_a_database_address_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    assert "postgresql://" in refused("--data", str(tmp_path), JUNHENG_DATABASE_URL="mysql://here/there")


def test_the_invented_county_is_not_for_production(tmp_path: Path) -> None:
    assert "示例县" in refused("--data", str(tmp_path), "--production", "--demo")


def test_listening_on_all_addresses_asks_for_the_host_name(tmp_path: Path) -> None:
    site = start(tmp_path / "data", "--host", "0.0.0.0", "--no-worker", "--processes", "1")
    try:
        assert "JUNHENG_HOSTS" in site.said
        port = int(site.address.rstrip("/").rsplit(":", 1)[1])
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(b"GET /account/login/ HTTP/1.0\r\nHost: elsewhere.example\r\n\r\n")
            assert b" 400 " in connection.recv(200).split(b"\r\n")[0]
    finally:
        site.end()


NOBODY = 65534


@pytest.fixture
def somebody() -> list[str]:
    """Return how a command begins that is not to run as root: where the tests are root, as an account that is not,
    though one that may read what root installed."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("needs setpriv to be somebody else than root")
    ids = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    return ["setpriv", *ids, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]


def test_a_safe_installation_starts_in_production_with_hashed_files_and_behind_its_proxy(
    somebody: list[str],
) -> None:
    with tempfile.TemporaryDirectory() as place:
        data, keys = Path(place) / "data", Path(place) / "field.keys"
        data.mkdir(mode=0o750)
        keys.write_text(Fernet.generate_key().decode())
        keys.chmod(0o600)
        for path in (Path(place), data, keys):
            if somebody:
                os.chown(path, NOBODY, NOBODY)
        safe = environment(
            JUNHENG_DATA=str(data),
            JUNHENG_FIELD_KEYS=str(keys),
            JUNHENG_HOSTS="jy.example.cn",
            JUNHENG_HTTPS="1",
            JUNHENG_PROXY="1",
            JUNHENG_SQLITE_IN_PRODUCTION="1",
            JUNHENG_MFA_ROLES="leader,officer,clerk,principal,system,security,audit",
        )
        prepare = [*somebody, sys.executable, "-m", "junheng.cli", "prepare", "--system", "xitong", "张三"]
        prepared = subprocess.run(prepare, env=safe, capture_output=True, text=True, check=False, cwd=place)
        assert "xitong" in prepared.stdout, prepared.stderr
        process = subprocess.Popen(
            [*somebody, *COMMAND, "--production", "--port", "0", "--processes", "1"],
            env=safe, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=place,
        )  # fmt: skip
        site = waited(process)
        try:
            port = int(site.address.rstrip("/").rsplit(":", 1)[1])
            head = {"Host": "jy.example.cn", "X-Forwarded-Proto": "https", "X-Forwarded-For": "9.9.9.9, 10.0.0.7"}
            page = fetch(port, "/account/login/", head)
            assert page[0] == 200
            assert "max-age=31536000" in page[1]["Strict-Transport-Security"]
            assert "; Secure" in page[1]["Set-Cookie"]
            (style, *_) = re.findall(r'href="(/static/[^"]+\.css)"', page[2])
            assert re.search(r"\.[0-9a-f]{12}\.css$", style)
            kept = fetch(port, style, head)
            assert kept[0] == 200
            assert "immutable" in kept[1]["Cache-Control"]
            assert fetch(port, "/account/login/", {**head, "Host": "127.0.0.1"})[0] == 400
        finally:
            status = site.end()
        assert status == 0


def fetch(port: int, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], str]:
    """Ask for a page over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()
