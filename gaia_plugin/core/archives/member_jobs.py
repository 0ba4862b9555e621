"""Files of a zip that stays where it is, as jobs of the queue.

jobs = member_jobs(job, zipped.members(), chosen)     # job: the one that would fetch the zip
fetched = fetch_member(session, jobs[0])              # what does one of them
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..access import Access
from ..errors import ArchiveDamaged, FileChanged
from ..net import Cancel, Session
from ..transfer.fetch import Fetched
from ..transfer.jobs import Job, new_id
from ..transfer.limits import Limits
from . import Progress
from .layout import layout, stem_of
from .remote import Member, RemoteZip

MEMBER = "member"
"""The option of a job that names the file of the zip its link leads to."""


def member_jobs(job: Job, members: Iterable[Member], chosen: Iterable[Member]) -> list[Job]:
    """One job for each of the ``chosen``, that puts it where ``unpack`` would put it had the whole zip been
    fetched by ``job``. ``members`` are all that the zip has; those that cannot be had are left out."""
    root, depth = layout(((one.parts, False) for one in members if one.parts), stem_of(job.target.name))
    options = {**job.options, "unpack": False}
    return [
        replace(
            job,
            link=replace(job.link, size=one.size, checksum=None, media_type=""),
            target=job.target.parent.joinpath(root, *one.parts[depth:]),
            options={**options, MEMBER: one.name},
            id=new_id(),
        )
        for one in chosen
        if one.parts
    ]


def fetch_member(
    session: Session,
    job: Job,
    *,
    limits: Limits | None = None,
    access: Access | None = None,
    on_progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Fetched:
    """Do a job that has the option ``member``: as ``transfer.fetch``, with ``RemoteZip`` and its errors.
    FileChanged where the zip has no such file any more."""
    for last in (False, True):
        with RemoteZip(session, job.link, access, cancel, limits=limits) as zipped:
            try:
                return _fetched(zipped, job, on_progress, cancel)
            except (FileChanged, ArchiveDamaged):
                if last or not zipped.from_memory:
                    raise
                zipped.forget()
    raise FileChanged(host=zipped.host, name=zipped.name)


def _fetched(zipped: RemoteZip, job: Job, on_progress: Progress | None, cancel: Cancel | None) -> Fetched:
    name = job.options.get(MEMBER)
    member = next((one for one in zipped.members() if one.name == name), None)
    if member is None:
        raise FileChanged(host=zipped.host, name=zipped.name)
    there = job.target.exists()
    path = zipped.fetch(member, job.target, on_progress, cancel)
    return Fetched(path, member.size, True, already_there=there and path == job.target)
