# ruff: noqa: PLC0415 (models are imported once Django is set up)
"""The registry's lists over 100,000 pupils and 10,000 staff: server time of each page, through the whole stack.

On the embedded SQLite in a scratch directory, or on the (empty) database JUNHENG_DATABASE_URL names. The client is
Django's own, in this process: middleware, policy, queries and templates are timed, the network is not. The mean of
the processor's time stands beside, the database's included: on a busy machine it tells what the page itself takes.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

RUNS = 9
TARGET = 0.150


def main() -> None:
    """Fill the database and print the table; exit 1 when a page's median is over the target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=100_000)
    parser.add_argument("--staff", type=int, default=10_000)
    sizes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JUNHENG_DATA"] = folder
        os.environ.setdefault("JUNHENG_LOG_LEVEL", "WARNING")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junheng.web.site.settings")
        import django

        django.setup()
        sys.exit(measure(sizes.pupils, sizes.staff))


def measure(pupils: int, staff: int) -> int:
    """Print the median of each page; return 1 when one is over the target."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    import web_county

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    setup_test_environment()
    settings.ALLOWED_HOSTS = ["testserver"]
    web_county.fill(pupils, staff)
    if connection.vendor == "postgresql":
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    clients = _clients()
    print(f"{connection.vendor}, {pupils:,} pupils, {staff:,} staff, {RUNS} runs\n")
    print("| page | person | median ms | worst ms | processor ms |\n|---|---|---|---|---|")
    over = 0
    for name, who, address in _pages(pupils, clients):
        clients[who].get(address)
        busy = time.process_time() + _database_seconds()
        seconds = [_timed(clients[who], address) for _ in range(RUNS)]
        busy = time.process_time() + _database_seconds() - busy
        median = statistics.median(seconds)
        over += median > TARGET
        print(
            f"| {name} | {who} | {median * 1000:.0f} | {max(seconds) * 1000:.0f} | {busy * 1000 / RUNS:.0f} |",
            flush=True,
        )
    return int(over > 0)


def _clients() -> dict[str, Any]:
    from django.test import Client

    import web_county
    from junheng.web.people.models import County, Grant, User

    county = County.objects.get(code=web_county.CODE)
    people = {
        "schooling officer": {"role": "officer", "section": "schooling"},
        "staff officer": {"role": "officer", "section": "staff"},
        "leader": {"role": "leader"},
        "clerk": {"role": "clerk", "school_code": web_county.code(7)},
    }
    found = {}
    for name, grant in people.items():
        user = User.objects.create(username=name.replace(" ", "-"))
        Grant.objects.create(user=user, county=county, **grant)
        found[name] = Client()
        found[name].force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def _pages(pupils: int, clients: dict[str, Any]) -> list[tuple[str, str, str]]:
    import web_county

    def found(table: str, who: str, text: str) -> str:
        return str(clients[who].post(f"/registry/{table}/find/", {"q": text})["Location"])

    middle, last = pupils // 100, pupils // 50
    officer, pupil, teacher = "schooling officer", "/registry/pupil/", "/registry/teacher/"
    return [
        ("overview", officer, "/registry/"),
        ("pupils, first page", officer, pupil),
        ("pupils, middle page", officer, f"{pupil}?page={middle}"),
        ("pupils, last page", officer, f"{pupil}?page={last}"),
        ("pupils by name", officer, f"{pupil}?sort=pupil_name"),
        ("pupils by name, middle page", officer, f"{pupil}?sort=pupil_name&page={middle}"),
        ("pupils by birth date, downwards, page 200", officer, f"{pupil}?sort=-birth_date&page=200"),
        ("pupils by name, last page", officer, f"{pupil}?sort=pupil_name&page={last}"),
        ("pupils: boarders of grade 3 in villages", officer, f"{pupil}?boarder=true&grade=3&locale=220"),
        ("pupils: left-behind girls by birth date", officer, f"{pupil}?left_behind=true&pupil_sex=2&sort=birth_date"),
        ("pupils: search for a name", officer, found("pupil", officer, "王伟")),
        ("pupils: search for a name nobody has", officer, found("pupil", officer, "欧阳")),
        ("pupils: search for a number", officer, found("pupil", officer, "G0000123")),
        ("pupils: identity number", officer, found("pupil", officer, f"{web_county.CODE}201301010000")),
        ("pupils, identity numbers, 200 rows", officer, f"{pupil}?column=pupil_name&column=identity_number&size=200"),
        ("pupils of one school", "clerk", pupil),
        ("pupils of one school by name", "clerk", f"{pupil}?sort=pupil_name"),
        ("pupils in numbers", "leader", pupil),
        ("staff, first page", "staff officer", teacher),
        ("staff by training, middle page", "staff officer", f"{teacher}?sort=training_hours&page=100"),
        ("staff: search", "staff officer", found("teacher", "staff officer", "李娜")),
        ("schools", "leader", "/registry/school/?sort=-teaching_area"),
        ("home of a school", "leader", f"/registry/schools/{web_county.code(7)}/"),
    ]  # fmt: skip


def _database_seconds() -> float:
    """Return the processor's time of PostgreSQL's process behind this connection, where it can be seen; else 0."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _timed(client: Any, address: str) -> float:
    start = time.perf_counter()
    response = client.get(address)
    seconds = time.perf_counter() - start
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    return seconds


if __name__ == "__main__":
    main()
