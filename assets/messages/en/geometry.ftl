# What is wrong with a geometry, and what was mended. $part and $ring count from 1 (ring 0: none).

geometry-empty = The geometry has no coordinates.
    .advice = Draw it again, or delete the feature.
geometry-not-a-number = A coordinate of part { $part } is not a number.
    .advice = Correct the coordinate in the source and import again.
geometry-out-of-range = The coordinate { $lon }, { $lat } is not in degrees.
    .advice = The file is probably in metres: name its reference system (for example EPSG:32639) and import again.
geometry-swapped-lat-lon = Latitude and longitude are swapped (the first coordinate is { $lon }, { $lat }).
    .advice = Swap them when importing; in GeoJSON the longitude comes first.
geometry-unclosed-ring = Ring { $ring } of part { $part } is not closed; it ends at { $lon }, { $lat }.
    .advice = The import closes it; otherwise repeat the first position at the end.
geometry-too-few-points = The line of part { $part } has only { $positions ->
    [one] { $positions } position
   *[other] { $positions } positions
}; a line needs at least 2 different ones.
    .advice = Draw it again, or keep it as a point.
geometry-ring-too-few-points = Ring { $ring } of part { $part } has only { $positions ->
    [one] { $positions } position
   *[other] { $positions } positions
} ({ $different } different); a ring needs at least 4, of which 3 are different and the last repeats the first.
    .advice = Draw it again, or keep it as a line or a point.
geometry-zero-length = The line of part { $part } has no length; all its positions are at { $lon }, { $lat }.
    .advice = Draw it again, or keep it as a point.
geometry-zero-area = Ring { $ring } of part { $part } has no area; all its positions lie on one line.
    .advice = Draw it again, or keep it as a line.
geometry-repeated-vertex = The position { $lon }, { $lat } is given twice running.
    .advice = Nothing needs doing; the import drops the second one.
geometry-wrong-winding = Ring { $ring } of part { $part } runs the wrong way round.
    .advice = Nothing needs doing; the import turns it. Its area is the same either way.
geometry-self-intersection = The boundary crosses itself at { $lon }, { $lat }.
    .advice = Move the vertices there so that no edges cross, or let the import split the area.
geometry-ring-touches-itself = The boundary meets itself at { $lon }, { $lat }.
    .advice = Move one of the vertices there apart, or let the import split the area.
geometry-rings-cross = Ring { $ring } of part { $part } crosses another ring at { $lon }, { $lat }, or runs along it.
    .advice = Move the hole inside the area, or cut it out of the boundary.
geometry-hole-outside = The hole in ring { $ring } of part { $part } lies outside the area, at { $lon }, { $lat }.
    .advice = Delete the hole, or make it an area of its own.
geometry-nested-rings = The hole in ring { $ring } of part { $part } lies in another hole, at { $lon }, { $lat }.
    .advice = Delete the inner hole, or make it an area of its own.
geometry-interior-disconnected = Holes cut part { $part } in two; they meet at { $lon }, { $lat }.
    .advice = Draw the pieces as separate areas.
geometry-parts-overlap = Part { $part } overlaps another part at { $lon }, { $lat }, or shares an edge with it.
    .advice = Join the parts into one, or move them apart.

geometry-repaired-unclosed-ring = a ring was closed
geometry-repaired-repeated-vertex = repeated positions were dropped
geometry-repaired-wrong-winding = a ring was turned round
geometry-repaired-self-intersection = an area that crossed itself was split
geometry-repaired-zero-area = a part without area was dropped
geometry-repaired-heights-dropped = heights were dropped, since not every position has one

geometry-crs-not-a-name = “{ $name }” names no reference system.
    .advice = Write it like EPSG:32639 (UTM 39N) or OGC:CRS84 (degrees).
geometry-crs-unknown = The reference system { $crs } is not known, or cannot be turned into degrees.
    .advice = Check the code; common ones in Iran are EPSG:32638 to EPSG:32641 and EPSG:2058 to EPSG:2061.
geometry-crs-no-place = The position { $x }, { $y } has no place on earth in { $crs }.
    .advice = Check the coordinate, and whether the file is really in { $crs }.
geometry-proj-database = The data of reference systems could not be unpacked to “{ $folder }”.
    .advice = Make room on the disk, or give yourself write permission for that folder; then try again.
