"""Footprints kept: a GeoPackage, with the style in it, written while the interface goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtXml import QDomDocument

from ..core.errors import CannotWrite, GaiaError
from .tasks import Job

TABLE = "footprints"
SLICE = 200  # features written between two looks at the switch


def write_geopackage(
    layer: QgsVectorLayer | None,
    path: str,
    context: QgsCoordinateTransformContext,
    done: Callable[[GaiaError | None], None],
) -> None:
    """Write a layer as it is now, and its style, to a GeoPackage (EPSG:4326), replacing it. Main thread.

    Returns at once; a task writes, and ``done`` is called on the main thread with None or a CannotWrite (no
    layer, a folder that is missing or closed, a file that is open elsewhere) or Cancelled.
    """
    target = Path(path)
    if target.suffix.lower() != ".gpkg":
        target = target.with_name(target.name + ".gpkg")
    if layer is None:
        done(CannotWrite(path=target.name, detail="there are no footprints to save"))
        return
    source = QgsVectorLayerFeatureSource(layer)  # a snapshot, to be read from any thread
    fields, kind, crs = layer.fields(), layer.wkbType(), layer.crs()
    style = QDomDocument()
    layer.exportNamedStyle(style)

    def work(job: Job) -> bool:
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        options.fileEncoding = "UTF-8"
        options.layerName = TABLE
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteFile
        writer = QgsVectorFileWriter.create(str(target), fields, kind, crs, context, options)
        for some in _slices(source):
            _check(writer, target)
            job.switch.check()
            writer.addFeatures(some, QgsFeatureSink.Flag.FastInsert)
        _check(writer, target)
        return True

    def written(job: Job) -> None:
        if job.error is None:
            _write_style(style, target)
        done(job.error)

    Job(QCoreApplication.translate("Footprints", "Saving the footprints"), work, written).start()


def _slices(source: QgsVectorLayerFeatureSource) -> Iterator[list[QgsFeature]]:
    some: list[QgsFeature] = []
    for feature in source.getFeatures(QgsFeatureRequest()):
        some.append(feature)
        if len(some) == SLICE:
            yield some
            some = []
    yield some


def _check(writer: Any, target: Path) -> None:
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise CannotWrite(path=target.name, detail=writer.errorMessage().strip() or "unknown reason")


def _write_style(style: QDomDocument, target: Path) -> None:
    saved = QgsVectorLayer(f"{target}|layername={TABLE}", TABLE, "ogr")
    saved.importNamedStyle(style)
    saved.setReadOnly(False)
    description = QCoreApplication.translate("Footprints", "One colour a catalogue")
    saved.saveStyleToDatabase(TABLE, description, True, "")
