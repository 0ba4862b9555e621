"""What stands beside a file of where it came from."""

from __future__ import annotations

import hashlib
import json
import os
import stat

import pystac
import pytest

from gaia_plugin import __version__
from gaia_plugin.core.errors import CannotWrite
from gaia_plugin.core.model import Checksum, Contact, Dataset, Granule, Link, LinkKind, box_polygon
from gaia_plugin.core.net import Cancel
from gaia_plugin.core.transfer.fetch import Fetched
from gaia_plugin.core.transfer.items import item_of, record_of
from gaia_plugin.core.transfer.jobs import Job
from gaia_plugin.core.transfer.provenance import read_sidecar, sidecar_path, write_sidecar

CANARY = "canary"
CONTENT = b"bytes of a scene"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
DATASET = Dataset(
    "S2", "Sentinel-2", provider="ESA", license="CC-BY-4.0", license_url="https://example.org/l",
    doi="10.5/s2", contacts=(Contact("Doe, J.", role="author"),), dates=(("publication", "2018"),),
)  # fmt: skip


def made(folder, dataset=DATASET, **of_link):
    """A file with its job and what the engine said of it."""
    path = folder / "été 1.tif"
    path.write_bytes(CONTENT)
    href = f"https://me:{CANARY}@data.example.org/a.tif?X-Amz-Signature={CANARY}&v=1"
    link = Link(href, LinkKind.COG, key="B04", **of_link)
    record = Granule("S2A_1", "S2A 1", "geodes", "S2", box_polygon(0, 0, 1, 1), links=(link,))
    return path, Job(link, path, item_of(record, [link], dataset=dataset)), Fetched(path, len(CONTENT), False)


def test_the_sidecar_says_where_the_file_came_from(tmp_path):
    path, job, fetched = made(tmp_path)
    assert write_sidecar(path, job, fetched) == tmp_path / "été 1.tif.stac.json" == sidecar_path(path)
    item = pystac.Item.from_file(str(sidecar_path(path)))
    said = item.properties["gaia:provenance"]
    assert said.pop("downloaded").endswith("Z")
    assert said == {
        "catalog": "geodes",
        "record": "S2A_1",
        "collection": "S2",
        "url": "https://data.example.org/a.tif?v=1",
        "size": len(CONTENT),
        "checksum": {"algorithm": "sha256", "digest": SHA256},
        "checksum_verified": False,
        "license": "CC-BY-4.0",
        "license_url": "https://example.org/l",
        "citation": "Doe, J. (2018): Sentinel-2. ESA. https://doi.org/10.5/s2",
        "software": f"GAIA Data for QGIS {__version__}",
    }
    asset = item.assets["B04"]
    assert os.path.samefile(tmp_path / asset.href.replace("%20", " ").replace("%C3%A9t%C3%A9", "été"), path)
    assert asset.extra_fields["file:size"] == len(CONTENT)
    assert asset.extra_fields["file:checksum"] == "1220" + SHA256
    item.stac_extensions = []
    item.validate()
    text = sidecar_path(path).read_text("utf-8")
    assert "canary" not in text and str(tmp_path) not in text
    assert record_of(read_sidecar(path)).id == "S2A_1"


def test_what_was_announced_stands_beside_what_came(tmp_path):
    announced = Checksum("md5", hashlib.md5(CONTENT, usedforsecurity=False).hexdigest())
    path, job, _ = made(tmp_path, checksum=announced)
    write_sidecar(path, job, Fetched(path, len(CONTENT), True))
    said = read_sidecar(path)["properties"]["gaia:provenance"]
    assert said["checksum"] == said["checksum_announced"] == {"algorithm": "md5", "digest": announced.digest}
    path, job, _ = made(tmp_path, checksum=Checksum("crc32", "00000000"))
    write_sidecar(path, job, Fetched(path, len(CONTENT), False))
    said = read_sidecar(path)["properties"]["gaia:provenance"]
    assert (said["checksum"]["digest"], said["checksum_announced"]["algorithm"]) == (SHA256, "crc32")


def test_the_datasets_own_citation_goes_first(tmp_path):
    path, job, fetched = made(tmp_path, Dataset("S2", "S2", citation=" Cite me so. "))
    write_sidecar(path, job, fetched)
    assert read_sidecar(path)["properties"]["gaia:provenance"]["citation"] == "Cite me so."


def test_a_job_without_a_record_has_one_too(tmp_path):
    path, job, fetched = made(tmp_path)
    write_sidecar(path, Job(job.link, path), fetched)
    assert read_sidecar(path)["properties"]["gaia:provenance"]["url"].startswith("https://data.example.org/")


def test_nobody_waits_for_a_digest_they_do_not_want(tmp_path):
    path, job, fetched = made(tmp_path)
    cancel = Cancel()
    cancel.cancel()
    write_sidecar(path, job, fetched, cancel)
    assert "checksum" not in read_sidecar(path)["properties"]["gaia:provenance"]


def test_a_file_of_somebody_elses_is_left_alone(tmp_path):
    path, job, fetched = made(tmp_path)
    for text in ("mine", "{}", json.dumps({"properties": {"gaia:provenance": 3}})):
        sidecar_path(path).write_text(text, "utf-8")
        with pytest.raises(CannotWrite, match="another file"):
            write_sidecar(path, job, fetched)
        assert sidecar_path(path).read_text("utf-8") == text and read_sidecar(path) is None
    sidecar_path(path).unlink()
    first, second = (write_sidecar(path, job, fetched) for _ in range(2))  # ours is written anew
    assert first == second and len(list(tmp_path.iterdir())) == 2


def test_a_failed_write_leaves_what_was_there(tmp_path, monkeypatch):
    path, job, fetched = made(tmp_path)
    write_sidecar(path, job, fetched)
    before = sidecar_path(path).read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(CannotWrite, match="the disk is full"):
        write_sidecar(path, job, fetched)
    assert sidecar_path(path).read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["été 1.tif", "été 1.tif.stac.json"]


def test_others_may_read_it_as_they_may_read_the_file(tmp_path):
    path, job, fetched = made(tmp_path)
    side = write_sidecar(path, job, fetched)
    assert stat.S_IMODE(side.stat().st_mode) == stat.S_IMODE(path.stat().st_mode)
