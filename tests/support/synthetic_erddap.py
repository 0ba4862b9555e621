"""A synthetic ERDDAP, written from what ERDDAP's own pages and source say of its search.

It applies what it is sent: words (each wanted anywhere in a dataset's metadata), boxes that meet by
longitudes as each dataset writes them, times that meet, categories by their exact value. It answers 404 where
nothing is found, 400 where nothing is asked, and beyond the last page the last one again.
"""

from __future__ import annotations

import json
import re
from urllib.parse import unquote, urlsplit

from tests.support.faultserver import FaultServer, Reply, Seen, as_json

COLUMNS = ["griddap", "Subset", "tabledap", "Make A Graph", "wms", "files", "Title", "Summary", "FGDC",
           "ISO 19115", "Info", "Background Info", "RSS", "Email", "Institution", "Dataset ID"]  # fmt: skip
ALL = ["datasetID", "accessible", "cdm_data_type", "minLongitude", "maxLongitude", "minLatitude",
       "maxLatitude", "minTime", "maxTime", "summary"]  # fmt: skip
NOTHING = b'Error {\n    code=404;\n    message="Not Found: Your query produced no matching results.";\n}\n'


def synthetic_dataset(number: int = 1, **changes: object) -> dict[str, object]:
    """A dataset as the server holds it: a grid of the northern Atlantic in 2020."""
    return {
        "id": f"synthetic_sst_{number}",
        "title": f"Sea surface temperature, level 4, part {number}",
        "summary": "Daily analysis of the sea surface temperature.",
        "institution": "Synthetic Institute of the Sea",
        "protocol": "griddap",
        "box": (-20.0, 30.0, 10.0, 60.0),
        "period": ("2020-01-01T00:00:00Z", "2020-12-31T00:00:00Z"),
        "wms": True,
        "attributes": {"keywords": "sst, ocean, temperature", "license": "CC-BY-4.0"},
        "variables": {
            "sst": {
                "long_name": "Temperature",
                "standard_name": "sea_surface_temperature",
                "units": "degree_C",
            }
        },
        **changes,
    }


class SyntheticErddap:
    """Datasets below a path. ``faults``: "no boxes" lacks the table of all datasets, "unpaged" gives all,
    "ignores" filters nothing, "same" gives the first page for ever."""

    def __init__(self, datasets: list[dict[str, object]], faults: str = "", root: str = "/erddap"):
        self.datasets, self.faults, self.root = datasets, faults, root
        self.searches: list[dict[str, list[str]]] = []
        self._server: FaultServer | None = None

    def mount(self, server: FaultServer) -> str:
        """The address of the root, once the server answers there."""
        self._server = server
        server.add(f"{self.root}/version", Reply(200, b"ERDDAP_version=2.23\n"))
        server.add(f"{self.root}/search/advanced.json", self.search)
        server.add(f"{self.root}/tabledap/allDatasets.json", self.all)
        for one in self.datasets:
            server.add(f"{self.root}/info/{one['id']}/index.json", self.info)
        return server.url(self.root)

    def search(self, seen: Seen) -> Reply:
        """search/advanced.json"""
        asked = {name: values[0] for name, values in seen.query.items()}
        self.searches.append(seen.query)
        criteria = set(asked) - {"page", "itemsPerPage"}
        if not criteria:
            return Reply(400, b'Error {\n    code=400;\n    message="Bad Request: Query error";\n}\n')
        found = [one for one in self.datasets if "ignores" in self.faults or self.matches(one, asked)]
        if not found:
            return Reply(404, NOTHING)
        size, page = int(asked["itemsPerPage"]), int(asked["page"])
        last = (len(found) + size - 1) // size
        page = 1 if "same" in self.faults else min(page, last)
        given = found if "unpaged" in self.faults else found[(page - 1) * size : page * size]
        return as_json({"table": {"columnNames": COLUMNS, "columnTypes": ["String"] * 16,
                                  "rows": [self.row(one) for one in given]}})  # fmt: skip

    def matches(self, one: dict[str, object], asked: dict[str, str]) -> bool:
        """Whether ERDDAP would find the dataset."""
        words = asked.get("searchFor", "")
        said = json.dumps(one).lower()
        if words != "all" and not all(word.strip('"') in said for word in words.lower().split()):
            return False
        box, period = one["box"], one["period"]
        for name, side, way in (("minLon", 2, 1), ("maxLon", 0, -1), ("minLat", 3, 1), ("maxLat", 1, -1)):
            if name in asked and (box is None or way * float(asked[name]) > way * box[side]):
                return False
        if "minTime" in asked and (period is None or (period[1] and asked["minTime"] > period[1])):
            return False
        if "maxTime" in asked and (period is None or asked["maxTime"] < period[0]):
            return False
        return all(asked[name] == one.get(name) for name in ("institution", "protocol") if name in asked)

    def row(self, one: dict[str, object]) -> list[str]:
        """A row of the search's answer."""
        root, key = self._server.url(self.root), one["id"]
        grid = one["protocol"] == "griddap"
        said = {
            one["protocol"]: f"{root}/{one['protocol']}/{key}",
            "Make A Graph": f"{root}/{one['protocol']}/{key}.graph",
            "wms": f"{root}/wms/{key}/request" if one["wms"] else "",
            "files": f"{root}/files/{key}/" if grid else "",
            "Title": one["title"],
            "Summary": one["summary"],
            "FGDC": f"{root}/metadata/fgdc/xml/{key}_fgdc.xml",
            "ISO 19115": f"{root}/metadata/iso19115/xml/{key}_iso19115.xml",
            "Info": f"{root}/info/{key}/index.json",
            "Background Info": "https://example.org/background",
            "RSS": f"{root}/rss/{key}.rss",
            "Institution": one["institution"],
            "Dataset ID": key,
        }
        return [said.get(name, "") for name in COLUMNS]

    def all(self, seen: Seen) -> Reply:
        """tabledap/allDatasets.json, by a regular expression of identifiers."""
        if "no boxes" in self.faults:
            return Reply(404, NOTHING)
        query = unquote(urlsplit(seen.target).query)
        names = query.split("&")[0].split(",") if query[0] != "&" else ALL
        pattern = re.search(r'&datasetID=~"(.*)"$', query)[1]
        rows = []
        for one in self.datasets:
            if re.fullmatch(pattern, one["id"]):
                west, south, east, north = one["box"] or (None,) * 4
                start, end = one["period"] or (None, None)
                said = {"datasetID": one["id"], "accessible": "public", "cdm_data_type": "Grid",
                        "minLongitude": west, "maxLongitude": east, "minLatitude": south,
                        "maxLatitude": north, "minTime": start, "maxTime": end}  # fmt: skip
                rows.append([said.get(name) for name in names])
        return as_json({"table": {"columnNames": names, "rows": rows}}) if rows else Reply(404, NOTHING)

    def info(self, seen: Seen) -> Reply:
        """info/<id>/index.json"""
        one = next(one for one in self.datasets if f"/{one['id']}/" in seen.path)
        rows = [
            ["attribute", "NC_GLOBAL", name, "String", value] for name, value in one["attributes"].items()
        ]
        rows += [["attribute", "NC_GLOBAL", "title", "String", one["title"]],
                 ["attribute", "NC_GLOBAL", "summary", "String", f"{one['summary']} At length."]]  # fmt: skip
        if one["protocol"] == "griddap":
            rows += [["dimension", name, "", "double", "n=3"] for name in ("time", "latitude", "longitude")]
        for name, attributes in one["variables"].items():
            rows.append(["variable", name, "", "float", ""])
            rows += [["attribute", name, key, "String", value] for key, value in attributes.items()]
        names = ["Row Type", "Variable Name", "Attribute Name", "Data Type", "Value"]
        return as_json({"table": {"columnNames": names, "rows": rows}})


__all__ = ["COLUMNS", "NOTHING", "SyntheticErddap", "synthetic_dataset"]
