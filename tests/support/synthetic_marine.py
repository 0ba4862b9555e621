"""A synthetic static STAC in the shape that Copernicus Marine publishes: a root of products, each a
collection whose items are its datasets, with a WMTS, Zarr stores and native files; and the capabilities of
that WMTS."""

from __future__ import annotations

from typing import Any

from tests.support.faultserver import FaultServer, Seen, as_json, as_xml

EXTENSIONS = ["https://stac-extensions.github.io/datacube/v2.1.0/schema.json"]


def product(number: int, title: str, datasets: list[str]) -> dict[str, Any]:
    key = f"SYNTHETIC_PHY_{number:03d}"
    return {
        "type": "Collection",
        "stac_version": "1.0.0",
        "id": key,
        "title": title,
        "description": f"Synthetic product {number}. Currents are among its variables.",
        "license": "proprietary",
        "keywords": ["numerical-model", "global-ocean"],
        "providers": [{"name": "Mercator Ocean International", "roles": ["producer"]}],
        "sci:doi": "10.48670/synthetic-001",
        "extent": {
            "spatial": {"bbox": [[-180, -80, 179.9169921875, 90]]},
            "temporal": {"interval": [["2020-11-01T00:00:00Z", "2024-05-02T23:00:00Z"]]},
        },
        "links": [
            {"rel": "root", "href": "../catalog.stac.json", "type": "application/json"},
            {"rel": "parent", "href": "../catalog.stac.json", "type": "application/json"},
            *(
                {"rel": "item", "href": f"{one}/dataset.stac.json", "title": one, "type": "application/json"}
                for one in datasets
            ),
        ],
        "assets": {
            "thumbnail": {
                "href": "https://catalogue.example/IMG/synthetic.gif",
                "type": "image/gif",
                "roles": ["thumbnail"],
            }
        },
    }


def dataset(key: str, collection: str, base: str) -> dict[str, Any]:
    """One item: its stores are folders with dots in their names, as there."""
    store = "https://s3.example/mdl-arco-time-010/arco"
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "stac_extensions": EXTENSIONS,
        "id": key,
        "collection": collection,
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[-180, -80], [-180, 90], [179.9, 90], [179.9, -80], [-180, -80]]],
        },
        "bbox": [-180, -80, 179.9, 90],
        "properties": {
            "title": "daily mean fields",
            "datetime": None,
            "start_datetime": "2020-11-01T00:00:00Z",
            "end_datetime": "2024-05-02T00:00:00Z",
            "cube:variables": {"uo": {"unit": "m/s", "standardName": "eastward_sea_water_velocity"}},
        },
        "links": [{"rel": "collection", "href": "../product.stac.json", "type": "application/json"}],
        "assets": {
            "native": {
                "href": f"https://s3.example/mdl-native-14/native/{collection}/{key}",
                "type": "application/x-netcdf",
                "roles": ["data"],
                "title": "Native dataset",
            },
            "timeChunked": {
                "href": f"{store}/{collection}/{key}/timeChunked.zarr",
                "type": "application/vnd+zarr",
                "roles": ["data"],
                "title": "Time-chunked dataset in Zarr",
            },
            "opendap": {
                "href": f"https://thredds.example/thredds/dodsC/{key}",
                "roles": ["data", "opendap"],
            },
            "wmts": {"href": f"{base}/teroWmts/{collection}/{key}", "type": "OGC:WMTS", "title": "WMTS"},
        },
    }


class Marine:
    """``count`` products on a fault server; ``titles`` gives some of them a title of their own."""

    def __init__(self, server: FaultServer, count: int, titles: dict[int, str], *, titled: bool = True):
        self.server, self.count, self.titles = server, count, titles
        root = {
            "type": "Catalog",
            "stac_version": "1.0.0",
            "id": "synthetic-marine",
            "title": "Synthetic Marine Data Store",
            "description": "Synthetic.",
            "links": [
                {
                    "rel": "child",
                    "href": f"SYNTHETIC_PHY_{number:03d}/product.stac.json",
                    "type": "application/json",
                    **({"title": self.title(number)} if titled else {}),
                }
                for number in range(count)
            ],
        }
        self.url = server.add("/metadata/catalog.stac.json", as_json(root))
        server.add("/metadata/*", self.document)
        server.add("/teroWmts/*", as_xml(CAPABILITIES.format(base=server.url("/teroWmts"))))

    def title(self, number: int) -> str:
        return self.titles.get(number, f"Product number {number}")

    def document(self, seen: Seen) -> Any:
        parts = seen.path.split("/")
        number = int(parts[2].rpartition("_")[2])
        key = f"cmems_mod_syn_phy-cur_anfc_0.083deg_P1D-m_{number}"
        if parts[-1] == "product.stac.json":
            return as_json(product(number, self.title(number), [f"{key}_202211", f"{key}_202411"]))
        return as_json(dataset(parts[3], parts[2], self.server.url("")))

    @property
    def read(self) -> list[str]:
        """The documents that were asked for, by their folder."""
        return [seen.path.removeprefix("/metadata/") for seen in self.server.seen]


CAPABILITIES = """<?xml version="1.0" encoding="UTF-8"?>
<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1"
  xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0">
 <ows:ServiceIdentification><ows:Title>Synthetic WMTS</ows:Title>
  <ows:ServiceType>OGC WMTS</ows:ServiceType><ows:ServiceTypeVersion>1.0.0</ows:ServiceTypeVersion>
 </ows:ServiceIdentification>
 <ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP><ows:Get xlink:href="{base}?">
  <ows:Constraint name="GetEncoding"><ows:AllowedValues><ows:Value>KVP</ows:Value></ows:AllowedValues>
  </ows:Constraint></ows:Get></ows:HTTP></ows:DCP></ows:Operation></ows:OperationsMetadata>
 <Contents>
  <Layer><ows:Title>Eastward velocity</ows:Title>
   <ows:WGS84BoundingBox><ows:LowerCorner>-180 -80</ows:LowerCorner>
    <ows:UpperCorner>179.9 90</ows:UpperCorner></ows:WGS84BoundingBox>
   <ows:Identifier>SYNTHETIC_PHY_003/cmems_mod_syn_phy-cur_anfc_0.083deg_P1D-m_3_202211/uo</ows:Identifier>
   <Style isDefault="true"><ows:Identifier>cmap:velocity</ows:Identifier></Style>
   <Format>image/png</Format>
   <Dimension><ows:Identifier>time</ows:Identifier><Default>2024-05-02T00:00:00Z</Default>
    <Value>2020-11-01T00:00:00Z/2024-05-02T00:00:00Z/P1D</Value></Dimension>
   <Dimension><ows:Identifier>elevation</ows:Identifier><Default>-0.49402499198913574</Default>
    <Value>-0.49402499198913574</Value></Dimension>
   <TileMatrixSetLink><TileMatrixSet>EPSG:3857</TileMatrixSet></TileMatrixSetLink>
  </Layer>
  <TileMatrixSet><ows:Identifier>EPSG:3857</ows:Identifier>
   <ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS>
   <TileMatrix><ows:Identifier>0</ows:Identifier><ScaleDenominator>559082264.0287178</ScaleDenominator>
    <TopLeftCorner>-20037508.3427892 20037508.3427892</TopLeftCorner><TileWidth>256</TileWidth>
    <TileHeight>256</TileHeight><MatrixWidth>1</MatrixWidth><MatrixHeight>1</MatrixHeight></TileMatrix>
  </TileMatrixSet>
 </Contents>
</Capabilities>
"""
