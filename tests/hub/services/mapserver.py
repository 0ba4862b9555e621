"""WMS with TIME, WCS 1.0 to 2.0.1, WFS 2.0: MapServer 8 as FastCGI, behind the nginx of ``files``."""

from __future__ import annotations

import signal

from tests.hub.hub import Hub, fetch

PACKAGES = ("cgi-mapserver", "spawn-fcgi")
PORTS = ("fcgi",)
STOP = signal.SIGKILL  # it obeys others only at its next request


def endpoints(ports: dict[str, int]) -> dict[str, str]:
    return {}  # nginx gives them: see files.py


def fill(hub: Hub) -> None:
    folder, files = hub.dir("mapserver"), hub.data / "files"
    url = hub.endpoints["mapserver"]
    (folder / "hub.map").write_text(MAP.format(url=url, files=files), "utf-8")
    (folder / "mapserver.conf").write_text(
        f'CONFIG\n ENV\n  MS_MAPFILE "{folder}/hub.map"\n  MS_MAP_PATTERN "^{folder}/.*\\.map$"\n'
        f' END\n MAPS\n  hub "{folder}/hub.map"\n END\nEND\n',
        "utf-8",
    )


def start(hub: Hub) -> None:
    command = [hub.program("spawn-fcgi"), "-n", "-a", "127.0.0.1", "-p", str(hub.ports["mapserver.fcgi"]),
               "--", "/usr/lib/cgi-bin/mapserv"]  # fmt: skip
    hub.spawn("mapserver", command, {"MAPSERVER_CONFIG_FILE": str(hub.dir("mapserver") / "mapserver.conf")})


def check(hub: Hub) -> str:
    answer = fetch(hub.endpoints["mapserver"] + "SERVICE=WMS&REQUEST=GetCapabilities").decode(
        "utf-8", "replace"
    )
    return "" if "<Name>snow</Name>" in answer else answer[:300]


MAP = """
MAP
  NAME "hub" STATUS ON SIZE 256 256 EXTENT 5 44.5 7 46 UNITS DD
  PROJECTION "init=epsg:4326" END
  WEB METADATA
    "ows_title" "MapServer of the test hub"
    "ows_enable_request" "*"
    "ows_srs" "EPSG:4326 EPSG:3857 EPSG:2154"
    "ows_onlineresource" "{url}"
    "ows_updatesequence" "1"
    "wcs_label" "hub"
    "wfs_maxfeatures" "1000"
  END END
  OUTPUTFORMAT
    NAME GTiff DRIVER "GDAL/GTiff" MIMETYPE "image/tiff" IMAGEMODE FLOAT32 EXTENSION "tif"
  END
  LAYER
    NAME dem TYPE RASTER STATUS ON DATA "{files}/dem/massif_wgs84.tif"
    PROJECTION "init=epsg:4326" END
    PROCESSING "SCALE=AUTO" PROCESSING "NODATA=-9999"
    METADATA
      "ows_title" "Elevation of the massif" "wcs_label" "Elevation of the massif"
      "wcs_rangeset_name" "elevation" "wcs_rangeset_label" "elevation" "wcs_rangeset_nullvalue" "-9999"
      "wcs_formats" "GTiff" "wcs_nativeformat" "GTiff" "wcs_srs" "EPSG:4326 EPSG:3857"
      "wcs_band_names" "elevation" "elevation_band_uom" "m"
    END
  END
  LAYER
    NAME mosaic TYPE RASTER STATUS ON DATA "{files}/optical/mosaic.tif"
    PROJECTION "init=epsg:4326" END
    METADATA "ows_title" "True colour mosaic" "wcs_label" "True colour mosaic" END
  END
  LAYER
    NAME snow TYPE RASTER STATUS ON TILEINDEX "{files}/snow/index.shp" TILEITEM "location"
    PROJECTION "init=epsg:4326" END
    METADATA
      "ows_title" "Snow cover by month" "wms_extent" "5 44.5 7 46" "wcs_enable_request" "!*"
      "wms_timeextent" "2023-01-01/2023-12-01/P1M" "wms_timeitem" "time" "wms_timedefault" "2023-01-01"
      "wms_timeformat" "YYYY-MM-DD"
    END
  END
  LAYER
    NAME stations TYPE POINT STATUS ON CONNECTIONTYPE OGR
    CONNECTION "{files}/vector/stations.gpkg" DATA "stations"
    PROJECTION "init=epsg:4326" END TEMPLATE "x"
    METADATA
      "ows_title" "Measuring stations" "ows_extent" "5 44.5 7 46"
      "gml_include_items" "all" "gml_featureid" "fid" "gml_types" "auto"
      "wfs_getfeature_formatlist" "gml,geojson" "wfs_use_default_extent_for_getfeature" "false"
    END
    CLASS NAME "station" STYLE COLOR 200 60 60 OUTLINECOLOR 255 255 255 SIZE 8 END END
  END
  LAYER
    NAME glaciers TYPE POLYGON STATUS ON CONNECTIONTYPE OGR
    CONNECTION "{files}/vector/glaciers.gpkg" DATA "glaciers"
    PROJECTION "init=epsg:4326" END TEMPLATE "x"
    METADATA
      "ows_title" "Glacier outlines" "ows_extent" "5 44.5 7 46"
      "gml_include_items" "all" "gml_featureid" "fid" "gml_types" "auto"
      "wfs_getfeature_formatlist" "gml,geojson" "wfs_use_default_extent_for_getfeature" "false"
    END
    CLASS NAME "glacier" STYLE COLOR 120 180 230 OUTLINECOLOR 40 90 160 END END
  END
  OUTPUTFORMAT
    NAME "geojson" DRIVER "OGR/GEOJSON" MIMETYPE "application/json; subtype=geojson"
    FORMATOPTION "STORAGE=stream" FORMATOPTION "FORM=SIMPLE"
  END
END
"""
