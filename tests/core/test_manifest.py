"""Manifests: written and read in three forms, of anybody's making, and given to the programs they are for."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pystac
import pytest

from gaia_plugin.core.access.basket import Selection, basket_link
from gaia_plugin.core.errors import BadAnswer, CannotWrite
from gaia_plugin.core.model import Checksum, Dataset, Granule, Link, LinkKind, Period, box_polygon
from gaia_plugin.core.transfer import aria2, asked, manifest, metalink
from gaia_plugin.core.transfer.items import dataset_of, item_of, record_of
from gaia_plugin.core.transfer.jobs import Job
from tests.support.faultserver import FaultServer, Reply

FILES = {"a/one.bin": b"one" * 1000, "a/deep/two.bin": b"two" * 2000, "three.bin": b"3"}
CANARY = "canary"
DATASET = Dataset("S2", "Sentinel-2", catalog="geodes", citation="ESA (2018): Sentinel-2.")


def sha256(content: bytes) -> Checksum:
    return Checksum("sha256", hashlib.sha256(content).hexdigest())


def jobs_at(base: str, root: Path) -> list[Job]:
    """Three files of two granules."""
    found = []
    for number, (name, content) in enumerate(FILES.items()):
        record = Granule(
            f"S2A_{min(number, 1)}",
            "Scène à l'été",
            catalog="geodes",
            collection="S2",
            footprint=box_polygon(1, 2, 3, 4),
            period=Period("2018-01-01T10:00:00Z", "2018-01-01T10:00:00Z"),
            license="CC-BY-4.0",
            provider="ESA",
        )
        link = Link(
            f"{base}/{name}",
            LinkKind.DOWNLOAD,
            key=f"file{number}",
            size=len(content),
            checksum=sha256(content),
        )
        options = {"unpack": True, "keep_archive": False} if number else {}
        found.append(
            Job(link, root / name, item_of(record, [link], dataset=DATASET), options, f"group{number}")
        )
    return found


def written(folder: Path, form: str, base: str = "https://data.example.org") -> Path:
    path = folder / f"m{manifest.SUFFIXES[form][0]}"
    manifest.write(path, jobs_at(base, folder / "here"), form)
    return path


def test_stac_keeps_all_of_the_jobs(tmp_path):
    path = written(tmp_path, "stac")
    read = manifest.read(path, tmp_path / "there")
    assert read.skipped == 0
    for job, other in zip(jobs_at("https://data.example.org", tmp_path / "there"), read.jobs):
        assert (job.link, job.target, job.options, job.group) == (
            other.link, other.target, other.options, other.group,
        )  # fmt: skip
        mine, theirs = record_of(job.record), record_of(other.record)
        assert replace(mine, links=()) == replace(theirs, links=()) and other.link in theirs.links
        assert dataset_of(other.record).citation == DATASET.citation


def test_a_manifest_read_twice_gives_the_same_jobs(tmp_path):
    for form in manifest.FORMS:
        path = written(tmp_path, form)
        assert manifest.form_of(path) == form
        first, second = manifest.read(path, tmp_path / "x"), manifest.read(path, tmp_path / "x")
        assert [job.id for job in first.jobs] == [job.id for job in second.jobs]
        assert len({job.id for job in first.jobs}) == 3


def test_stac_is_valid_and_one_item_a_record(tmp_path):
    path = written(tmp_path, "stac")
    collection = pystac.ItemCollection.from_dict(json.loads(path.read_text("utf-8")))
    assert [(item.id, len(item.assets)) for item in collection] == [("S2A_0", 1), ("S2A_1", 2)]
    for item in collection:
        item.stac_extensions = []
        item.validate()


def test_qgis_and_gdal_draw_the_footprints(tmp_path):
    ogr = pytest.importorskip("osgeo.ogr")
    source = ogr.Open(str(written(tmp_path, "stac")))
    layer = source.GetLayer(0)
    assert source.GetDriver().GetName() == "GeoJSON" and layer.GetFeatureCount() == 2
    feature = layer.GetNextFeature()
    assert feature.GetGeometryRef().GetEnvelope() == (1, 3, 2, 4)
    assert feature.GetField("title") == "Scène à l'été"


@pytest.mark.parametrize("form", ["metalink", "aria2"])
def test_the_other_forms_keep_addresses_names_and_digests(tmp_path, form):
    read = manifest.read(written(tmp_path, form), tmp_path / "there")
    for job, other in zip(jobs_at("https://data.example.org", tmp_path / "there"), read.jobs):
        assert (job.link.href, job.link.checksum, job.target) == (
            other.link.href, other.link.checksum, other.target,
        )  # fmt: skip
        if form == "metalink":
            record = record_of(other.record)
            assert (other.link.size, record.id) == (job.link.size, job.record["id"])
            assert (record.title, record.provider, record.license) == ("Scène à l'été", "ESA", "CC-BY-4.0")


def test_a_search_is_saved_with_its_footprints_files_or_not(tmp_path):
    links = tuple(
        Link(f"https://data.example.org/{name}", kind)
        for name, kind in (("B1.tif", LinkKind.COG), ("b1.TIF", LinkKind.COG), ("q.png", LinkKind.THUMBNAIL))
    )
    found = [
        Granule("g:1", "One", "c", "S2", box_polygon(0, 0, 1, 1), links=links),
        Dataset("d", "Two", "c", links=(Link("https://wms.example.org/", LinkKind.WMS),)),
    ]
    path = tmp_path / "search.json"
    manifest.write_records(path, found, datasets={("c", "S2"): DATASET})
    assert len(json.loads(path.read_text("utf-8"))["features"]) == 2
    read = manifest.read(path)
    assert read.skipped == 1
    names = [job.target.relative_to(tmp_path).as_posix() for job in read.jobs]
    assert names == ["g_1/B1.tif", "g_1/b1 (2).TIF"]  # a disk may not tell B1.tif from b1.TIF
    assert dataset_of(read.jobs[0].record).id == "S2"
    for form in ("metalink", "aria2"):
        manifest.write_records(path, found, form)
        assert [job.target for job in manifest.read(path).jobs] == [job.target for job in read.jobs]


def test_one_file_for_two_places_is_asked_for_twice(tmp_path):
    link = Link("https://data.example.org/a.tif", LinkKind.COG)
    item = item_of(Granule("g", "g", links=(link,)))
    jobs = [Job(link, tmp_path / name, item) for name in ("x.tif", "y/x.tif")]
    manifest.write(tmp_path / "m.json", jobs)
    read = manifest.read(tmp_path / "m.json", tmp_path)
    assert [job.target for job in read.jobs] == [job.target for job in jobs]


def not_for_others(root: Path) -> list[Job]:
    """One file of a zip, an object of a bucket, and a basket, beside a plain file."""
    basket = basket_link("https://hydroweb.example.org/api/v1/workflows", [Selection("LAKES")], name="mine")
    zipped = Link("https://data.example.org/scene.zip", LinkKind.DOWNLOAD)
    return [
        Job(zipped, root / "scene" / "B4.tif", options={"member": "scene/B4.tif", "unpack": False}),
        Job(zipped, root / "scene" / "B8.tif", options={"member": "scene/B8.tif", "unpack": False}),
        Job(Link("s3://bucket/a.tif", LinkKind.COG), root / "a.tif"),
        Job(basket, root / "mine.zip"),
        Job(Link("https://data.example.org/plain.tif", LinkKind.COG), root / "plain.tif"),
    ]


def test_a_file_of_a_zip_a_bucket_and_a_basket_are_kept_whole(tmp_path):
    jobs = not_for_others(tmp_path)
    assert manifest.write(tmp_path / "m.json", jobs) == 0
    read = manifest.read(tmp_path / "m.json", tmp_path)
    kept = {job.target: (job.link.href, dict(job.options)) for job in read.jobs}
    assert kept == {job.target: (job.link.href, dict(job.options)) for job in jobs} and read.skipped == 0


@pytest.mark.parametrize("form", ["metalink", "aria2"])
def test_what_no_address_brings_is_in_no_list_for_other_programs(tmp_path, form):
    """They would save the whole zip as one of its files, and the service's description as the basket."""
    path = tmp_path / f"m{manifest.SUFFIXES[form][0]}"
    assert manifest.write(path, not_for_others(tmp_path), form) == 4
    read = manifest.read(path, tmp_path)
    assert [job.target for job in read.jobs] == [tmp_path / "plain.tif"]
    record = Granule("g", "g", links=tuple(job.link for job in not_for_others(tmp_path)[2:]))
    assert manifest.write_records(path, [record], form) == 2


@pytest.mark.parametrize("value", [None, 7, ["a"], True])
def test_a_file_of_a_zip_that_has_no_name_is_none(tmp_path, value):
    manifest.write(tmp_path / "m.json", not_for_others(tmp_path)[:1])
    whole = json.loads((tmp_path / "m.json").read_text("utf-8"))
    for asset in whole["features"][0]["assets"].values():
        asset["gaia:job"]["member"] = value
    (tmp_path / "m.json").write_text(json.dumps(whole), "utf-8")
    (job,) = manifest.read(tmp_path / "m.json", tmp_path).jobs
    assert "member" not in job.options


def test_nothing_secret_is_in_a_manifest(tmp_path):
    link = Link(f"https://me:{CANARY}@data.example.org/a.tif?X-Amz-Signature={CANARY}&v=1", LinkKind.COG)
    job = Job(link, tmp_path / "a.tif", item_of(Granule("g", "g", links=(link,))))
    for form in manifest.FORMS:
        manifest.write(tmp_path / form, [job], form)
        text = (tmp_path / form).read_text("utf-8")
        assert "canary" not in text and "https://data.example.org/a.tif?v=1" in text, form
        assert str(tmp_path) not in text, form


def test_targets_are_relative_to_what_they_share_or_to_a_given_folder(tmp_path):
    link = Link("https://data.example.org/a", LinkKind.DOWNLOAD)
    jobs = [Job(link, tmp_path / "p" / "a.tif"), Job(link, tmp_path / "p" / "q" / "b.tif")]

    def names(**how):
        manifest.write(tmp_path / "m", jobs, **how)
        return [job.target.relative_to(tmp_path / "x").as_posix() for job in
                manifest.read(tmp_path / "m", tmp_path / "x").jobs]  # fmt: skip

    assert names() == ["a.tif", "q/b.tif"]
    assert names(root=tmp_path) == ["p/a.tif", "p/q/b.tif"]
    assert names(root=tmp_path / "elsewhere") == ["a.tif", "b.tif"]


# -- hostile manifests -----------------------------------------------------------------------------

NAMES = {
    "../../etc/hosts": "etc/hosts",
    "/etc/cron.d/x": "etc/cron.d/x",
    "..\\..\\windows\\x.dll": "windows/x.dll",
    "C:\\x": "C_/x",
    "a/./../b": "a/b",
    "con.txt/nul": "_con.txt/_nul",
    "a\0b\n c": "ab c",
    ".. /x": "x",
    "~/x": "~/x",
    "": "f.bin",
    "../..": "f.bin",
    "/".join("abcdefghijkl"): "e/f/g/h/i/j/k/l",
}


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_no_name_leads_outside(tmp_path, name):
    link = Link("https://data.example.org/f.bin", LinkKind.DOWNLOAD)
    one = asked.placed([asked.Asked(link, name)], tmp_path, "m").jobs[0]
    assert one.target == tmp_path / NAMES[name]


def test_names_that_meet_are_told_apart(tmp_path):
    link = Link("https://data.example.org/f.bin", LinkKind.DOWNLOAD)
    wanted = [asked.Asked(link, name) for name in ("a", "A", "a", "a/b", "a (2)", "x/y", "x")]
    read = asked.placed(wanted, tmp_path, "m")
    assert [job.target.relative_to(tmp_path).as_posix() for job in read.jobs] == [
        "a", "A (2)", "a (3)", "a (4)/b", "a (2) (2)", "x/y", "x (2)",
    ]  # fmt: skip


def test_only_addresses_of_the_web_are_taken(tmp_path):
    hrefs = ["file:///etc/hosts", "/etc/hosts", "C:\\x", "javascript:1", "\\\\host\\share", "a.tif", ""]
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": "x", "properties": {}, "assets": {"a": {"href": href, "gaia:job": {}}}}
            for href in [*hrefs, "HTTPS://data.example.org/a.tif"]
        ],
    }
    path = tmp_path / "m.json"
    path.write_text(json.dumps(collection), "utf-8")
    read = manifest.read(path)
    assert (len(read.jobs), read.skipped) == (1, len(hrefs))


BAD = {
    "empty": b"",
    "text": b"hello\nworld\n",
    "json of something else": b'{"type": "Point"}',
    "features that are none": b'{"type": "FeatureCollection", "features": 7}',
    "deep": b'{"type":' + b"[" * 100_000,
    "truncated": b'{"type": "FeatureCollection", "features": [',
    "web page": b"<!DOCTYPE html><html></html>",
    "other xml": b"<metalink xmlns='http://www.metalinker.org/'><files/></metalink>",
    "entities": b"<!DOCTYPE m [<!ENTITY a SYSTEM 'file:///etc/hosts'>]>"
    b"<metalink xmlns='urn:ietf:params:xml:ns:metalink'><file name='&a;'/></metalink>",
    "binary": bytes(range(256)) * 10,
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_what_is_no_manifest_is_refused_with_a_sentence(tmp_path, content):
    path = tmp_path / "manifest"
    path.write_bytes(content)
    with pytest.raises(BadAnswer, match=r"^manifest sent an answer that cannot be read: "):
        manifest.read(path)


def test_one_that_is_missing_or_too_large_is_refused(tmp_path, monkeypatch):
    with pytest.raises(BadAnswer, match="no such file"):
        manifest.read(tmp_path / "missing")
    path = written(tmp_path, "stac")
    monkeypatch.setattr(asked, "MOST", 2)
    with pytest.raises(BadAnswer, match="more than 2 files"):
        manifest.read(path)
    monkeypatch.setattr(manifest, "LARGEST", 100)
    with pytest.raises(BadAnswer, match="more than"):
        manifest.read(path)


def test_an_item_that_cannot_be_read_costs_itself_only(tmp_path):
    path = written(tmp_path, "stac")
    collection = json.loads(path.read_text("utf-8"))
    collection["features"] += [None, 7, {}, {"id": "x", "properties": [], "assets": {"a": {"gaia:job": 3}}}]
    collection["features"][0]["assets"]["odd"] = {"gaia:job": {}}  # beside one that can be read
    path.write_text(json.dumps(collection), "utf-8")
    read = manifest.read(path)
    assert (len(read.jobs), read.skipped) == (3, 5)


def test_metalink_takes_the_best_address_and_the_strongest_digest():
    content = f"""<metalink xmlns="{metalink.NAMESPACE}">
      <file name="a/b.tif"><size>12</size><hash type="md5">{"0" * 32}</hash>
        <hash type="sha-256">{"A" * 64}</hash><hash type="sha-512">short</hash>
        <url>https://last.example.org/</url><url priority="2">https://second.example.org/</url>
        <url priority="1">https://first.example.org/</url></file>
      <file name="torrent"><metaurl mediatype="torrent">https://x.example.org/</metaurl></file>
      <file><size>-3</size><url priority="x">https://y.example.org/z</url></file>
    </metalink>""".encode()
    first, torrent, last = metalink.loads(content, "m")
    assert (first.link.href, first.link.size, first.name) == ("https://first.example.org/", 12, "a/b.tif")
    assert first.link.checksum == Checksum("sha256", "a" * 64)
    assert torrent is None and last.link.size is None and last.name == ""


def test_aria2_options_and_mirrors_are_understood():
    content = (
        b"# a comment\nhttps://a.example.org/x\thttps://b.example.org/x\n  out=n/x\n\tchecksum=sha-1="
        + b"0" * 40
        + b"\n  header=Authorization: no\n\nhttps://c.example.org/y\n"
    )
    first, second = aria2.loads(content, "m")
    assert (first.link.href, first.name, first.link.checksum.algorithm) == (
        "https://a.example.org/x", "n/x", "sha1",
    )  # fmt: skip
    assert (second.link.href, second.name) == ("https://c.example.org/y", "")


def test_no_address_or_name_adds_a_line(tmp_path):
    link = Link("https://data.example.org/a\n  dir=/etc\thttps://evil.example.org", LinkKind.DOWNLOAD)
    manifest.write(tmp_path / "m", [Job(link, tmp_path / "x\n  dir=y")], "aria2")
    lines = (tmp_path / "m").read_text("utf-8").splitlines()
    assert len(lines) == 2 and "\t" not in lines[0] and lines[1] == "  out=x dir=y"
    manifest.write(tmp_path / "m", [Job(link, tmp_path / "x\x01]]>&")], "metalink")
    assert len(manifest.read(tmp_path / "m").jobs) == 1


def test_a_folder_that_takes_no_file_is_said(tmp_path):
    with pytest.raises(CannotWrite):
        manifest.write(tmp_path / "missing" / "m.json", [])
    with pytest.raises(ValueError, match="no such form"):
        manifest.write(tmp_path / "m", [], "torrent")


# -- the programs they are for ---------------------------------------------------------------------


@pytest.mark.parametrize("form", ["metalink", "aria2"])
def test_aria2_fetches_what_our_manifest_says(tmp_path, form):
    program = shutil.which("aria2c")
    if program is None:
        pytest.skip("aria2c is not installed (Debian package aria2)")
    with FaultServer() as server:
        for name, content in FILES.items():
            server.add(f"/{name}", Reply(body=content))
        path = written(tmp_path, form, server.url(""))
        target = tmp_path / "fetched"
        given = f"--{'metalink-file' if form == 'metalink' else 'input-file'}={path}"
        common = ["--no-conf", "--quiet", "--enable-dht=false", "--allow-overwrite=true", "--check-integrity"]
        done = subprocess.run([program, *common, f"--dir={target}", given], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        assert {name: (target / name).read_bytes() for name in FILES} == FILES
        # A file that is not what the manifest says is not taken for it.
        server.add("/three.bin", Reply(body=b"x"))
        (target / "three.bin").unlink()
        again = subprocess.run([program, *common, f"--dir={target}", given], capture_output=True, text=True)
        assert again.returncode != 0


@pytest.mark.parametrize(
    "href", ["http://[::1/a", "http://127.0.0.1:99999/a", "http:///a", "s3://", "file:///a", "/a", "x:1"]
)
def test_what_is_no_address_is_skipped(tmp_path, href):
    assets = {"a": {"href": href, "roles": ["data"], "gaia:job": {"target": "a.tif"}}}
    (tmp_path / "m.json").write_text(json.dumps({"type": "Feature", "id": "i", "assets": assets}))
    read = manifest.read(tmp_path / "m.json")
    assert (read.jobs, read.skipped) == ((), 1)
