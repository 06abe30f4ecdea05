#!/usr/bin/env python3
"""How long QGIS takes to draw a layer at 1600x1000: the whole, a quarter of its width, a sixteenth.

    /usr/bin/python3 benches/peers_qgis.py FILE.gpkg [LAYER] [--runs N]

Needs Debian's python3-qgis, and so the system's own Python. The renderer is the one of
the map window (several threads); the time is from the start of the drawing to the
finished picture, without opening the program or the layer. Middle of the runs.
"""

import argparse
import os
import statistics
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import Qgis, QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QEventLoop, QSize


def drawn(layer, extent):
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(1600, 1000))
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    done = QEventLoop()
    job.finished.connect(done.quit)
    start = time.perf_counter()
    job.start()
    if job.isActive():
        done.exec()
    job.waitForFinished()
    job.renderedImage()
    return time.perf_counter() - start


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("file")
    ask.add_argument("layer", nargs="?", default="plots")
    ask.add_argument("--runs", type=int, default=3)
    given = ask.parse_args()
    application = QgsApplication([], False)
    application.initQgis()
    layer = QgsVectorLayer(f"{given.file}|layername={given.layer}", given.layer, "ogr")
    if not layer.isValid():
        raise SystemExit(f"QGIS cannot read {given.layer} of {given.file}")
    print(f"| QGIS {Qgis.version()}, {layer.featureCount():,} features | s |\n|---|---|")
    whole = layer.extent()
    for name, part in [("the whole", 1), ("a quarter of the width", 4), ("a sixteenth", 16)]:
        half = [whole.width() / part / 2, whole.height() / part / 2]
        middle = whole.center()
        extent = QgsRectangle(middle.x() - half[0], middle.y() - half[1], middle.x() + half[0], middle.y() + half[1])
        seconds = statistics.median(drawn(layer, extent) for _ in range(given.runs))
        print(f"| {name} | {seconds:.2f} |")
    del layer
    application.exitQgis()


if __name__ == "__main__":
    main()
