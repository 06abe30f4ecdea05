# Reading and writing GeoJSON: why a file cannot be read, why a feature is left
# out, what was mended, what to look at.

exchange-cannot-read = { $file } could not be read to its end{ $sound ->
    [0] ; no feature before it was sound.
    [one] ; { $sound } feature before it was sound.
   *[other] ; { $sound } features before it were sound.
}
    .advice = Check the disk or the connection and try again{ $salvage ->
    [0] .
    [one] ; --salvage takes the sound feature.
   *[other] ; --salvage takes the { $salvage } sound features.
}
exchange-missing = { $file } is not there.
    .advice = Check the path and the spelling of the name.
exchange-no-permission = You are not allowed to read { $file }.
    .advice = Ask its owner for permission, or copy it to a folder of your own.
exchange-directory = { $file } is a folder.
    .advice = Name the files in it, one by one.
exchange-empty = { $file } is empty; nothing was read.
    .advice = The download or copy probably broke off: fetch the file again.
exchange-pointer = { $file } is only a pointer of Git LFS, not the data.
    .advice = Fetch the data with "git lfs pull", or download the file itself.
exchange-web-page = { $file } is a web page, probably an error message saved under the name of the data.
    .advice = Open it in a browser to see what it says, and download the data again.
exchange-other-format = { $file } is a { $format } file, not GeoJSON.
    .advice = Unpack it, or save it as GeoJSON (in QGIS: Export, Save Features As, GeoJSON).
exchange-encoding = { $file } is text in the encoding { $encoding }, not UTF-8.
    .advice = Save it again with the encoding UTF-8.
exchange-not-utf8 = { $file } is not UTF-8 text: the byte { $byte } at line { $line }, column { $column } belongs to another encoding{ $sound ->
    [0] ; no feature before it was sound.
    [one] ; { $sound } feature before it was sound.
   *[other] ; { $sound } features before it were sound.
}
    .advice = Save it again with the encoding UTF-8; text from older Windows programs is mostly Windows-1256{ $salvage ->
    [0] .
    [one] ; --salvage takes the sound feature.
   *[other] ; --salvage takes the { $salvage } sound features.
}
exchange-cut-off = { $file } ends in the middle of a value (line { $line }, column { $column }){ $sound ->
    [0] ; no feature before it was sound.
    [one] ; { $sound } feature before it was sound.
   *[other] ; { $sound } features before it were sound.
}
    .advice = Fetch the file again{ $salvage ->
    [0] .
    [one] ; --salvage takes the sound feature.
   *[other] ; --salvage takes the { $salvage } sound features.
}
exchange-not-json = { $file } is not sound JSON at line { $line }, column { $column }{ $sound ->
    [0] ; no feature before it was sound.
    [one] ; { $sound } feature before it was sound.
   *[other] ; { $sound } features before it were sound.
}
    .advice = Mend the text at that place or export the file again{ $salvage ->
    [0] .
    [one] ; --salvage takes the sound feature.
   *[other] ; --salvage takes the { $salvage } sound features.
}
exchange-not-geojson = { $file } is JSON, but not GeoJSON.
    .advice = GeoJSON begins with an object whose "type" is FeatureCollection, Feature or a geometry. Check whether this is the right file.
exchange-duplicate-member = A member at the outermost level of { $file } (type or features) is there twice, so that it is open which of the two is meant.
    .advice = Remove one of the two in the text; if a program wrote the file, export it again.
exchange-too-large = One value in { $file } (line { $line }, column { $column }) is larger than { $mebibytes } MiB.
    .advice = Split that feature; a single one of this size is nearly always a mistake.
exchange-unknown-crs = { $file } names a coordinate system that cannot be used: { $crs }.
    .advice = Give the right one with --crs, for example --crs EPSG:32639.
exchange-unknown-crs-given = { $crs } is not a coordinate system that can be used.
    .advice = Give --crs as EPSG and a number; in Iran it is usually one of: { $known }.
exchange-late-crs = { $file } names its coordinate system ({ $crs }) only after its features.
    .advice = Give the system with --crs, or import the file by its path rather than through a pipe.
exchange-projected = The coordinates of { $file } are metres, and the file does not say in which system. It would land here: { $candidates }.
    .advice = Choose the system whose place is right and give it with --crs.
exchange-projected-nowhere = The coordinates of { $file } are not degrees, and read as metres they land in Iran in none of the known systems.
    .advice = Ask who made the file for its coordinate system and give it with --crs, for example --crs EPSG:32639.
exchange-unknown-column = The layer { $layer } has no column { $name }; nothing was imported.
    .advice = Name a column that the layer has after the equals sign of --map.

exchange-rejected = The feature cannot be kept: { $detail }.
    .advice = Mend it in the source and import again.
exchange-rejected-not-a-feature = This entry is not a GeoJSON Feature { $detail }.
    .advice = Its "type" has to be "Feature".
exchange-rejected-duplicate-member = The feature has the same member twice, so that its meaning is open.
    .advice = Remove one of the two in the source.
exchange-rejected-properties-not-object = The properties are neither an object nor null.
    .advice = Write them as {"{"}"name": value{"}"}.
exchange-rejected-geometry-not-object = The geometry is neither an object nor null.
    .advice = Export the feature again from the program that made it.
exchange-rejected-unknown-geometry-type = The geometry has no type, or one that GeoJSON does not know.
    .advice = Allowed are Point, LineString, Polygon, their Multi forms and GeometryCollection.
exchange-rejected-coordinates-missing = The geometry has no coordinates.
    .advice = Add them, or write null as the geometry.
exchange-rejected-coordinates-malformed = The coordinates do not fit the type of the geometry: wrong nesting, or something that is no number.
    .advice = Check type and brackets; numbers stand without quotation marks.
exchange-rejected-position-too-short = A position has fewer than two numbers.
    .advice = Every position needs longitude and latitude.
exchange-rejected-not-a-number = A coordinate is NaN, infinite or null.
    .advice = Give the vertex a real position, or remove it.
exchange-rejected-number-out-of-range = A coordinate is too large to be a number.
    .advice = Check the exporting program; no place on earth has such a coordinate.
exchange-rejected-nested-too-deeply = Collections are nested inside collections too deeply.
    .advice = Write the parts into one collection.
exchange-rejected-geometry-kind-not-taken = The layer does not take this kind of geometry ({ $detail }).
    .advice = Choose another layer for these features; "other" takes any kind.
exchange-rejected-asset-without-geometry = The asset has no geometry.
    .advice = Give it a point, a line or an area; distances cannot be measured without one.
exchange-rejected-not-transformable = A position cannot be brought to WGS 84: { $detail }.
    .advice = Check the coordinate system given with --crs.
exchange-rejected-degrees-in-lengths = Its coordinates ({ NUMBER($x, maximumFractionDigits: 6) }, { NUMBER($y, maximumFractionDigits: 6) }) look like degrees, but { $crs }, in which they were to be read, counts in metres; read so, it would land at { NUMBER($lon, maximumFractionDigits: 4) }, { NUMBER($lat, maximumFractionDigits: 4) }.
    .advice = If they are longitude and latitude, import the file with --crs EPSG:4326, and mend the system that it names, if it names one.

exchange-repaired-swapped-lat-lon = Latitude and longitude had changed places and were turned round.
    .advice = Write longitude first in the source.
exchange-repaired-snapped-to-range = A position a hair past the end of the earth was put on its edge.
    .advice = Nothing needs to be done.

exchange-warning = Look at { $field }: { $value }.
    .advice = The feature was kept.
exchange-warning-value-not-allowed = "{ $value }" is not one of the words that { $field } can have; the field was left empty.
    .advice = The text is kept as it was written. Correct it, or map the property to another column.
exchange-warning-value-not-a-number = "{ $value }" in { $field } is no number; the field was left empty.
    .advice = The text is kept as it was written.
exchange-warning-value-not-a-date = "{ $value }" in { $field } is no date; the field was left empty.
    .advice = Dates are written 2024-03-19 or 1402/12/29. The text is kept as it was written.
exchange-warning-value-not-yes-or-no = "{ $value }" in { $field } is neither yes nor no; the field was left empty.
    .advice = The text is kept as it was written.
exchange-warning-value-not-text = { $field } holds a list or an object where one text is expected; the field was left empty.
    .advice = The value is kept as it was written.
exchange-warning-duplicate-key = The property { $field } occurs twice; the last one counts.
    .advice = Remove one of the two in the source.
exchange-warning-nan-as-null = A value written as NaN or Infinity is taken as unknown.
    .advice = Write null for unknown numbers; NaN is no JSON.
exchange-warning-bad-id = The id is neither text nor number and is not used as a code: { $value }.
    .advice = Give the feature a plain id.
exchange-warning-bad-bbox = The bbox is no box (four or six numbers, south below north) and was left out: { $value }.
    .advice = Nothing needs to be done; boxes are computed.
exchange-warning-m-dropped = Positions had a fourth number (M); it was left out.
    .advice = Longitude, latitude and height are kept.
exchange-warning-member-dropped = A part of the collection had members that GeoJSON does not know; they were left out.
    .advice = Put them into the properties of the feature.
exchange-warning-empty-geometry = The geometry ({ $value }) has no coordinates; the feature is kept without a place.
    .advice = Draw its geometry, or leave it as a table row.
exchange-warning-value-half-a-character = { $field } holds half of a character ({ $value }: a \u escape whose other half is missing), which is no text; the field was left empty.
    .advice = Correct the text in the source. The value is kept as it was written.
exchange-warning-far-outside-iran = The file lies far outside Iran: read in { $value }, this feature lands at { NUMBER($lon, maximumFractionDigits: 4) }, { NUMBER($lat, maximumFractionDigits: 4) } (longitude, latitude), about { $km } km beyond it.
    .advice = If that is wrong, undo the import and give the right system with --crs, for example --crs EPSG:32639. It is told once for each file and layer.
