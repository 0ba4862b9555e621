"""Footprints kept: a GeoPackage, with the style in it."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtXml import QDomDocument

from ..core.errors import CannotWrite

TABLE = "footprints"


def write_geopackage(layer: QgsVectorLayer | None, path: str, context: QgsCoordinateTransformContext) -> str:
    """Write a layer and its style to a GeoPackage (EPSG:4326), replacing the file; returns its path.

    Raises CannotWrite: no layer, a folder that is missing or closed, a file that is open elsewhere.
    """
    target = Path(path)
    if target.suffix.lower() != ".gpkg":
        target = target.with_name(target.name + ".gpkg")
    if layer is None:
        raise CannotWrite(path=target.name, detail="there are no footprints to save")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.fileEncoding = "UTF-8"
    options.layerName = TABLE
    options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteFile
    write = (
        getattr(QgsVectorFileWriter, "writeAsVectorFormatV3", None)
        or QgsVectorFileWriter.writeAsVectorFormatV2
    )
    result = write(layer, str(target), context, options)
    if result[0] != QgsVectorFileWriter.WriterError.NoError:
        raise CannotWrite(path=target.name, detail=str(result[1]).strip() or "unknown reason")
    _write_style(layer, target)
    return str(target)


def _write_style(layer: QgsVectorLayer, target: Path) -> None:
    saved = QgsVectorLayer(f"{target}|layername={TABLE}", TABLE, "ogr")
    document = QDomDocument()
    layer.exportNamedStyle(document)
    saved.importNamedStyle(document)
    saved.setReadOnly(False)
    description = QCoreApplication.translate("Footprints", "One colour a catalogue")
    saved.saveStyleToDatabase(TABLE, description, True, "")
