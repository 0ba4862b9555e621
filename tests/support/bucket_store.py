"""SeaweedFS on loopback: an object store that checks every signature."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
WEED = ROOT / "build" / "hub" / "venv" / "signing" / "bin" / "weed"
ACCESS = "writer"
OPENER = "-".join(("not", "a", "secret"))


def _ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    found = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return found


class BucketStore:
    """A context manager; ``environment`` is what who writes to it needs. It has one bucket, ``data``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = [f"{name}{kind}" for name in ("master", "volume", "filer", "s3") for kind in ("", ".grpc")]
        self._ports = dict(zip(names, _ports(len(names))))

    @property
    def environment(self) -> dict[str, str]:
        return {
            "AWS_ACCESS_KEY_ID": ACCESS,
            "AWS_SECRET_ACCESS_KEY": OPENER,
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self._ports['s3']}",
        }

    def __enter__(self) -> BucketStore:
        (self.folder / "store").mkdir(parents=True)
        credentials = [{"accessKey": ACCESS, "secretKey": OPENER}]
        identity = {"name": ACCESS, "credentials": credentials, "actions": ["Admin", "Read", "Write", "List"]}
        (self.folder / "s3.json").write_text(json.dumps({"identities": [identity]}), "utf-8")
        (self.folder / "master.toml").write_text("[master.volume_growth]\ncopy_1 = 1\n", "utf-8")
        options = [
            "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={self.folder}/store", "-volume.max=40",
            "-master.telemetry=false", "-master.volumeSizeLimitMB=64", "-filer", "-s3", "-s3.port.iceberg=0",
            "-s3.port.lance=0", f"-s3.config={self.folder}/s3.json",
        ]  # fmt: skip
        for name, port in self._ports.items():
            service, _, grpc = name.partition(".")
            options.append(f"-{service}.port{'.grpc' if grpc else ''}={port}")
        with (self.folder / "weed.log").open("wb") as log:
            self._process = subprocess.Popen(
                [str(WEED), "server", *options], cwd=self.folder, stdout=log, stderr=log
            )
        try:
            self._wait()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _wait(self) -> None:
        """Until it takes a file: it makes the bucket then."""
        import requests

        end = time.monotonic() + 90
        filer = f"http://127.0.0.1:{self._ports['filer']}/buckets/data/"
        while True:
            try:
                if requests.put(f"{filer}.ready", b"x", timeout=20).status_code < 300:
                    requests.delete(f"{filer}.ready", timeout=20)
                    return
            except requests.RequestException:
                pass
            if time.monotonic() > end or self._process.poll() is not None:
                raise AssertionError((self.folder / "weed.log").read_text("utf-8", "replace")[-2000:])
            time.sleep(0.1)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        for port in self._ports.values():
            for left in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                left.unlink(missing_ok=True)

    def files(self, prefix: str = "") -> dict[str, bytes]:
        """What is in the bucket, by the store's own door."""
        import requests

        base = f"http://127.0.0.1:{self._ports['filer']}"
        found: dict[str, bytes] = {}
        folders = [f"/buckets/data/{prefix}"]
        while folders:
            folder = folders.pop().rstrip("/") + "/"
            listed = requests.get(base + folder, headers={"Accept": "application/json"}, timeout=20)
            if listed.status_code != 200:
                continue
            for entry in listed.json().get("Entries") or ():
                path = entry["FullPath"]
                if entry["Mode"] & (1 << 31):
                    folders.append(path)
                else:
                    found[path.removeprefix("/buckets/data/")] = requests.get(base + path, timeout=60).content
        return found
