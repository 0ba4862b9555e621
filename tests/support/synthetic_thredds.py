"""Synthetic THREDDS catalogues, written from the Dataset Inventory Catalog Specification 1.0."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from tests.support.faultserver import FaultServer, Reply, as_xml

SPACE = (
    'xmlns="http://www.unidata.ucar.edu/namespaces/thredds/InvCatalog/v1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)
SERVICES = """<service name="all" serviceType="Compound" base="">
  <service name="odap" serviceType="OPENDAP" base="/thredds/dodsC/"/>
  <service name="http" serviceType="HTTPServer" base="/thredds/fileServer/"/>
  <service name="wms" serviceType="WMS" base="/thredds/wms/" suffix="?service=WMS&amp;version=1.3.0"/>
  <service name="iso" serviceType="ISO" base="/thredds/iso/"/>
  <service name="disk" serviceType="File" base="file:/data/"/>
</service>"""
INHERITED = """<metadata inherited="true">
  <serviceName>all</serviceName><authority>org.example</authority><dataType>GRID</dataType>
  <dataFormat>NetCDF-4</dataFormat>
  <documentation type="summary">Snow depth of the Alps, day by day.</documentation>
  <documentation type="rights">CC-BY-4.0</documentation>
  <documentation type="history">Made by hand.</documentation>
  <documentation xlink:href="https://doi.org/10.57932/abc" xlink:title="Its DOI"/>
  <keyword vocabulary="GCMD">SNOW DEPTH</keyword><project>Synthetic</project>
  <creator><name>Snow house</name><contact url="https://example.org" email="snow@example.org"/></creator>
  <geospatialCoverage>
    <northsouth><start>43.0</start><size>4.0</size><units>degrees_north</units></northsouth>
    <eastwest><start>5.0</start><size>6.0</size><units>degrees_east</units></eastwest>
  </geospatialCoverage>
  <timeCoverage><start>2020-01-01</start><duration>2 years</duration></timeCoverage>
  <variables vocabulary="CF"><variable name="sd" units="m">surface_snow_thickness</variable></variables>
</metadata>"""


def catalog(body: str, name: str = "") -> str:
    """A catalogue document with its services."""
    head = f'<?xml version="1.0"?><catalog {SPACE} name={quoteattr(name)} version="1.0.1">'
    return f"{head}{SERVICES}{body}</catalog>"


def reference(href: str, title: str) -> str:
    """A reference to another catalogue."""
    return f"<catalogRef xlink:href={quoteattr(href)} xlink:title={quoteattr(title)} name=''/>"


def file(name: str, path: str = "", more: str = "") -> str:
    """A dataset that is a file."""
    path = f"{path or 'snow'}/{name}"
    return f"<dataset name={quoteattr(name)} ID={quoteattr(path)} urlPath={quoteattr(path)}>{more}</dataset>"


def folder(name: str, body: str, key: str = "") -> str:
    """A dataset that holds others."""
    said = f" ID={quoteattr(key)}" if key else ""
    return f"<dataset name={quoteattr(name)}{said}>{body}</dataset>"


class SyntheticThredds:
    """Documents by their path below "/thredds/"; counts how often each was read."""

    def __init__(self, documents: Mapping[str, str | Reply]):
        self.documents = dict(documents)
        self.read: list[str] = []

    def mount(self, server: FaultServer) -> str:
        """The address of the top catalogue, once the server answers there."""
        for path, document in self.documents.items():
            server.add(f"/thredds/{path}", self._route(path, document))
        return server.url("/thredds/catalog.xml")

    def _route(self, path: str, document: str | Reply):
        def answer(seen):
            self.read.append(path)
            return as_xml(document) if isinstance(document, str) else document

        return answer


def snow() -> dict[str, str]:
    """A server with snow by year and month, a whole aggregation, and a folder of maps."""
    days = [
        file(f"sd_2020{month:02}{day:02}.nc", f"snow/2020/{month:02}") for month in (1, 2) for day in (1, 2)
    ]
    late = file("sd_20210101.nc", "snow/2021", "<dataSize units='Mbytes'>2.5</dataSize>")
    return {
        "catalog.xml": catalog(
            reference("/thredds/snow/catalog.xml", "Snow") + reference("maps/catalog.xml", "Maps")
            + reference("catalog.xml", "Myself"), "Synthetic server"
        ),
        "snow/catalog.xml": catalog(
            folder("Snow depth", INHERITED + reference("2020/catalog.xml", "2020")
                   + reference("2021/catalog.xml", "2021"), "snow"),
        ),
        "snow/2020/catalog.xml": catalog(folder("2020", INHERITED + reference("01/catalog.xml", "01")
                                                + reference("02/catalog.xml", "02"), "snow/2020")),
        "snow/2020/01/catalog.xml": catalog(folder("01", INHERITED + "".join(days[:2]), "snow/2020/01")),
        "snow/2020/02/catalog.xml": catalog(folder("02", INHERITED + "".join(days[2:]), "snow/2020/02")),
        "snow/2021/catalog.xml": catalog(folder("2021", INHERITED + late, "snow/2021")),
        "maps/catalog.xml": catalog(
            folder("Maps of ice", "<serviceName>all</serviceName><metadata inherited='true'>"
                   "<serviceName>http</serviceName></metadata>"
                   + file("ice.nc", "maps") + file("rock.nc", "maps"), "maps")
            + file("best", "agg", "<serviceName>odap</serviceName>").replace('"best"', '"Best of ice"')
        ),
    }  # fmt: skip
