# The project file: opening, changing, checking.

store-not-found = { $file } is not there.
    .advice = Check the path, or create the project first.
store-already-exists = { $file } exists already; nothing was overwritten.
    .advice = Choose another name, or open the file that is there.
store-is-directory = { $file } is a folder, not a project file.
    .advice = Choose a file whose name ends in .gpkg.
store-no-permission = You are not allowed to read { $file }.
    .advice = Ask its owner for permission, or copy it to a folder of your own.
store-read-only = { $file } cannot be written; nothing was changed.
    .advice = Make the file and its folder writable, or work on a copy. To look at it, open it read-only.
store-empty = { $file } is empty.
    .advice = The copy was probably interrupted: copy the project again, or create a new one under another name.
store-not-a-geopackage = { $file } is not a GeoPackage.
    .advice = Open a project file (.gpkg). GeoJSON files are imported into a project instead.
store-foreign-geopackage = { $file } is a GeoPackage of another program, not a project.
    .advice = Create a project and import the layers of this file as GeoJSON.
store-corrupted = { $file } is damaged; it was left as it is.
    .advice = Take the latest copy. If there is none, the sqlite3 program's ".recover" can often save the rows.
store-disk-full = The disk that { $file } lies on is full; the project is as it was.
    .advice = Make room or move the project to another disk, then try again.
store-left-in-log = The changes are saved, but { $file } could not take them in; they lie in the file beside it that ends in "-wal".
    .advice = Keep both files together, make room on the disk, and open the project again.
store-not-written = { $file } could not be written; the project is as it was.
    .advice = See that its disk is there, has room and lets you write, then try again.
store-file-too-large = { $file } may not grow any further: the account or the file system limits the size of files; the project is as it was.
    .advice = Raise the limit (ulimit -f) or move the project to another disk, then try again.
store-file-gone = { $file } is no longer in its place: it was moved, renamed or deleted while it was open.
    .advice = Put it back where it was, or keep the project elsewhere; what is open here is whole.
store-file-replaced = Another file has taken the place of { $file } while it was open.
    .advice = Keep the project elsewhere, under another name; what is open here is whole. Then look at what has taken its place.
store-in-use = { $file } is being edited by { $user } on { $host } (process { $pid }) since { $since }.
    .advice = Open it read-only for now, or ask them to close it.
store-foreign-lock = { $lock } has the name of this project's lock, but is another program's file or folder; nothing was changed.
    .advice = Move that file elsewhere or rename it, then try again.
store-leftover = { $leftover } lies beside the new project { $file }; the database would take it for its own log, so nothing was created.
    .advice = Move that file elsewhere, or give the project another name.
store-busy = Another program is writing { $file } at this moment.
    .advice = Wait until it has finished (QGIS: end its editing), then try again.
store-newer-schema = { $file } was written by a newer version (schema { $found }; this version knows up to { $known }).
    .advice = Install the newer version. The file was not changed.
store-older-schema = { $file } was written by an older version (schema { $found }; this version writes { $known }); to look at it, it has to be upgraded first.
    .advice = Open it in the window: it is upgraded, and a copy of the old file is kept beside it.
store-nothing-to-undo = There is nothing to undo.
    .advice = Undo takes back changes made in this copy of the project.
store-nothing-to-redo = There is nothing to redo.
    .advice = Redo works right after an undo, until something new is changed.
store-changed-since = { $name } ({ $layer }) was changed by another program since; undoing would lose that change.
    .advice = Look at its history, and change it by hand if need be.
store-no-such-row = There is nothing with the identity { $uuid } in { $layer }.
    .advice = It may have been removed meanwhile; refresh and look again.
store-no-such-column = { $layer } has no column { $column }.
    .advice = Use one of the columns that the layer has.
store-code-taken = The code { $code } is already taken in { $layer }.
    .advice = Give another code. Codes of plots are unique within their estate, all others within their layer.
store-geometry-kind = { $layer } takes no { $kind }.
    .advice = Put it into a layer for that kind of geometry, or into "other".
store-heights = The heights of a geometry do not match its vertices.
    .advice = Export the file again from its program, or leave the heights out.
store-geometry-unreadable = The geometry of row { $fid } in { $layer } cannot be read.
    .advice = Another program wrote it. Repair or remove that row there (QGIS, sqlite3), or take a copy; verify lists every such row.
store-geometry-not-kept = A geometry cannot be kept in the file.
    .advice = Check the geometry in the program it comes from, then import again.
store-cancelled = Cancelled; the project is as it was.
    .advice = Start again whenever you like.
store-history-unreadable = An entry of the history cannot be read.
    .advice = Run verify to see which one. The map itself is not affected.
store-io = The system could not read or write { $file }.
    .advice = Check the disk and the connection to it, then try again.
store-database = The database could not do that; the project is as it was.
    .advice = Try again; if it fails again, run verify and keep a copy of the file.

# What verify finds.

store-finding-damaged = The database is damaged.
    .advice = Take the latest copy, or save the rows with the sqlite3 program's ".recover".
store-finding-unreadable = { $place } could not be checked to its end, for it cannot be read.
    .advice = Take the latest copy, or save the rows with the sqlite3 program's ".recover".
store-finding-foreign-key = { $table } refers to something that is not there.
    .advice = Another program changed GeoPackage's own tables; take a copy from before that.
store-finding-header = The file's header does not say GeoPackage 1.3.
    .advice = Another program changed it; other GIS programs may refuse the file.
store-finding-table-missing = The table { $table } is missing.
    .advice = Open the project for editing: tables for features are made anew, empty. Otherwise take a copy.
store-finding-contents = { $table } is not registered as it should be in gpkg_contents.
    .advice = Another program changed the registration; take a copy from before that.
store-finding-trigger-missing = The trigger { $name } is missing.
    .advice = Open the project for editing once; what other programs did meanwhile may not be in the history.
store-finding-index = The spatial index of { $table } is damaged.
    .advice = Import the layer again, or rebuild the spatial index in QGIS.
store-finding-index-stray = The spatial index of { $table } has { $count ->
    [one] { $count } entry
   *[other] { $count } entries
} for rows that are gone.
    .advice = Rebuild the spatial index, in QGIS for instance.
store-finding-index-row = The spatial index does not fit the geometry of row { $fid } in { $table }.
    .advice = Rebuild the spatial index, in QGIS for instance.
store-finding-geometry = The geometry of row { $fid } in { $table } cannot be read.
    .advice = Draw it again or remove it.
store-finding-geometry-kind = The geometry of row { $fid } is not of the kind or reference system that { $table } is declared with.
    .advice = Another program wrote it; draw it again or move it to the layer "other".
store-finding-hash = Event number { $seq } was altered after it was written.
    .advice = Compare with a copy: somebody changed the history by another program.
store-finding-chain = The history has a gap before event number { $seq }.
    .advice = Compare with a copy: events were removed or reordered by another program.
store-finding-log-end = The history ends at event number { $seq }, but event number { $recorded } was written.
    .advice = Compare with a copy: events were removed or added by another program.
store-finding-interval = The periods of a plot's status do not follow each other ({ $uuid }).
    .advice = Look at the plot's history and set its status again.
store-finding-link = { $table }: { $column } names { $code } in { $count ->
    [one] { $count } row
   *[other] { $count } rows
}, but nothing has that code.
    .advice = Import what is missing, or correct the code.
store-finding-uuid = { $count ->
    [one] { $count } row of { $table } has
   *[other] { $count } rows of { $table } have
} no identity yet.
    .advice = Open the project for editing once: they get one.
store-finding-code-repeated = The code { $code } occurs { $count } times in { $table }.
    .advice = If they are the same thing, from two files perhaps, remove all but one; otherwise give each its own code in the source and import again.
store-finding-word = { $table }: { $column } says “{ $word }” in { $count ->
    [one] { $count } row
   *[other] { $count } rows
}, which is none of its words.
    .advice = Choose one of the words of the column.
