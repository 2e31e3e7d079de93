"""What is done to the archive: put in, attach, detach, take out. Each asks the policy and writes the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from junheng import standards
from junheng.web.evidence import store
from junheng.web.evidence.kinds import kind_of
from junheng.web.evidence.models import File, Link, Persons
from junheng.web.evidence.things import figure_of, item_thing
from junheng.web.evidence.tree import wanted
from junheng.web.jobs.work import Readable
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log
from junheng.web.people.models import County, Role
from junheng.web.people.policy import Policy


@dataclass(frozen=True, slots=True)
class Paper:
    """What is said about a file: whose it is, of which school year, what it is called."""

    county: str
    year: int
    title: str
    school_code: str = ""
    section: str = ""
    number: str = ""
    persons: str = ""
    """Whose personal data the file holds (models.Persons); a material that always does says so itself."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a file is attached to; see models.Link."""

    thing: str
    wanted: str = ""


def put(
    actor: Actor, policy: Policy, paper: Paper, name: str, chunks: Iterable[bytes], targets: Iterable[Target]
) -> File:
    """Keep an uploaded file as evidence of the targets.

    Raises Refused, Readable (kind, size, a full disk, an unknown target); nothing is left behind then.
    """
    policy.demand("evidence.edit", county=paper.county, school=paper.school_code)
    targets = list(targets)
    for target in targets:
        _known(target, paper.county, paper.school_code)
    persons = paper.persons if paper.persons in Persons.values else ""
    persons = persons or next(filter(None, map(_persons, targets)), "")
    stored, sha256, size = store.keep(limited(chunks, name))
    try:
        kind = kind_of(store.path_of(stored), name)
        with transaction.atomic():
            file = File.objects.create(
                county_id=paper.county,
                school_code=paper.school_code,
                section=paper.section,
                persons=persons,
                year=paper.year,
                title=(paper.title or PurePath(name).stem)[:200],
                number=paper.number[:60],
                name=plain(name),
                kind=kind,
                size=size,
                sha256=sha256,
                stored=stored,
                by_name=actor.name,
            )
            Link.objects.bulk_create(Link(file=file, thing=each.thing, wanted=each.wanted) for each in targets)
            log(
                actor,
                "evidence.put",
                thing_of(file),
                county=paper.county,
                sha256=sha256,
                size=size,
                things=_things(targets),
            )
    except BaseException:
        store.drop(stored)
        raise
    return file


@transaction.atomic
def attach(actor: Actor, policy: Policy, file: File, target: Target) -> bool:
    """Make the file evidence of something more; return False when it was already. Raises Refused, Readable."""
    policy.demand("evidence.edit", county=file.county_id, school=file.school_code)
    _known(target, file.county_id, file.school_code)
    _, made = Link.objects.get_or_create(file=file, thing=target.thing, wanted=target.wanted)
    if made:
        log(actor, "evidence.attach", thing_of(file), county=file.county_id, things=_things([target]))
    return made


@transaction.atomic
def detach(actor: Actor, policy: Policy, link: Link) -> None:
    """End what a file is evidence of; the file stays in the archive. Raises Refused."""
    _may_change(policy, link.file)
    log(actor, "evidence.detach", thing_of(link.file), county=link.file.county_id, things=[link.thing])
    link.delete()


@transaction.atomic
def take_out(actor: Actor, policy: Policy, file: File, reason: str) -> None:
    """Take the file out of the archive; its content stays stored for the log. Raises Refused, Readable."""
    _may_change(policy, file)
    if not reason.strip():
        raise Readable("没有撤下：请写明原因。", "It was not taken out: give a reason.")
    file.removed_at, file.removed_by = timezone.now(), actor.name
    file.save(update_fields=["removed_at", "removed_by"])
    log(actor, "evidence.take_out", thing_of(file), county=file.county_id, reason=reason[:200], sha256=file.sha256)


def may_change(policy: Policy, file: File) -> bool:
    """Tell whether the user may detach it or take it out: the school's own clerk, the owning section, or inspection."""
    return any(
        grant.county_id == file.county_id
        and (
            (grant.role == Role.CLERK and grant.school_code == file.school_code)
            or (grant.role == Role.OFFICER and grant.section in {file.section, "inspection"})
        )
        for grant in policy.grants
    ) and policy.covers("evidence.edit", file)


def thing_of(file: File) -> str:
    """Return how the log names the file."""
    return f"evidence:{file.pk}"


def _may_change(policy: Policy, file: File) -> None:
    if not may_change(policy, file):
        policy.demand("evidence.edit", county="")
        raise Readable(
            "只有上传的学校、归口股室和督导室可以改动。",
            "Only the school, the section that owns it and inspection may change it.",
        )


def _known(target: Target, county: str, school_code: str) -> None:
    """Refuse a target that is no item of a standard and no figure of the dictionary, or another school's figure."""
    figure = figure_of(target.thing)
    if figure is not None:
        if school_code and figure.school_code != school_code:
            raise unknown_target()
        return
    own = standards.load(County.objects.get(pk=county).standard)
    for standard in (own, *standards.listing()):
        for item in (*standard.item, *standard.indicator):
            if target.thing == item_thing(standard.id, item.id):
                known = {each.id for each in wanted(standard.id).get(item.id, ())}
                if target.wanted and target.wanted not in known:
                    raise unknown_target()
                return
    raise unknown_target()


def _persons(target: Target) -> str:
    """Return whose personal data the wanted material holds by its nature."""
    if target.wanted:
        _, standard, item = target.thing.split(":")
        return next((each.persons for each in wanted(standard).get(item, ()) if each.id == target.wanted), "")
    return ""


def unknown_target() -> Readable:
    """Return what is said of a target that is not there."""
    return Readable(
        "没有保存：要佐证的条目或数据不存在。请从档案页重新进入。",
        "Nothing was saved: the item or figure is not there. Start from the archive page.",
    )


def limited(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Yield the content; raises Readable for an empty file and, midway, for one that is too large."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > settings.UPLOAD_BYTES:
            most = settings.UPLOAD_BYTES // 1024 // 1024
            raise Readable(
                f"“{name}”没有保存：超过 {most} MB。请压缩图片或拆分后再传。",
                f"“{name}” was not saved: it is larger than {most} MB. Compress its pictures or split it.",
            )
        yield chunk
    if size == 0:
        raise Readable(f"“{name}”没有保存：是空文件。", f"“{name}” was not saved: it is empty.")


def plain(name: str) -> str:
    """Return the file's own name without folders and control characters, of at most 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(each for each in last if each.isprintable() and each not in '<>:"|?*')
    path = Path(kept)
    return f"{path.stem[: 200 - len(path.suffix)]}{path.suffix}"


def _things(targets: Iterable[Target]) -> list[str]:
    return [f"{each.thing}/{each.wanted}" if each.wanted else each.thing for each in targets]
