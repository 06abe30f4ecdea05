# Answers and complaints of the command line.

cli-import-layer = { $layer }: { $added } added, { $changed } changed, { $unchanged } unchanged, { $missing } missing, { $rejected } rejected, { $repaired } repaired
cli-and-more = … and { $count ->
    [one] { $count } more finding (it is told with --json)
   *[other] { $count } more findings (all of them are told with --json)
}
cli-seconds = { $seconds } s
cli-exported = { $count ->
    [one] { $count } feature
   *[other] { $count } features
} written to { $file }
cli-written = Written: { $file }
cli-info-project = Coordinates { $crs } (degrees) · schema { $schema } · revision { $revision } · last change { $change } (Iran time)
cli-undone = Undone: { $what } · { $on } ({ $count ->
    [one] { $count } row
   *[other] { $count } rows
})
cli-redone = Done again: { $what } · { $on } ({ $count ->
    [one] { $count } row
   *[other] { $count } rows
})
cli-history-none = Nothing has happened yet
cli-history-of = { $action } of { $what }
cli-history-undone = { $what } (undone)
cli-history-files = { $files } ({ $added } added, { $changed } changed)
cli-history-rows = { $layer }: { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
cli-history-object = { $layer }: { $name }
cli-history-reason = { $on } – { $reason }
cli-proximity-none = Nothing was reached
cli-area-not-known = area not known
cli-head-event = event
cli-head-number = No.
cli-head-id = id
cli-head-area-m2 = area (m²)
cli-head-perimeter-m = perimeter (m)
cli-head-length-m = length (m)
cli-head-valid = valid
cli-head-from = from
cli-head-asked = asked for
cli-head-asset = nearest
cli-head-distance = distance
cli-head-voltage = voltage
cli-head-layer = layer
cli-head-features = features
cli-head-west = west (°)
cli-head-south = south (°)
cli-head-east = east (°)
cli-head-north = north (°)
cli-head-time = time (Iran)
cli-head-who = who
cli-head-what = what
cli-head-on = on
cli-marked = { $area } is marked
cli-mark-cleared = The marks of { $area } are cleared
cli-zone-ok = { $code }: { $area }, allowed
cli-zone-not-ok = { $code }: { $area }, not allowed
cli-verify-ok = Nothing to complain of
cli-verify-problem = { $kind } · { $where } · { $what }
cli-verify-title = Check of a project
cli-verify-summary = Project { $project }: { $count ->
    [one] { $count } finding
   *[other] { $count } findings
}
cli-verify-sound = Database, GeoPackage, spatial indexes and history are sound.
cli-verify-unsound = Database, GeoPackage, spatial indexes or history are not sound; work on a copy.
cli-verify-heading = { $kind } · { $where }

cli-unknown-command = There is no command { $value }, nor a file of that name.
    .advice = The commands are { $commands }; see shahrak --help.
cli-unknown-option = The argument { $value } is not expected here.
    .advice = See { $help }.
cli-option-without-value = { $option } needs a value.
    .advice = See { $help }.
cli-value-not-allowed = { $value } is not a value of { $option }.
    .advice = It can be { $allowed }.
cli-bad-value = { $value } is not a value that { $option } can have.
    .advice = See { $help }.
cli-options-conflict = { $option } cannot stand together with { $others }.
    .advice = Leave one of them out; see { $help }.
cli-missing-argument = Something is missing: { $missing }.
    .advice = See { $help }.
cli-not-understood = The arguments cannot be understood.
    .advice = See { $help }.
cli-zone-without-project = { $file } is no project; zones of a file are checked against one.
    .advice = Name the project with --against PROJECT.gpkg.
cli-bad-count = { $value } is not a number of assets.
    .advice = Give a whole number, 1 or more, after --k.
paper-not-made = The pages could not be made.
    .advice = Install the program again; if it stays, report it with the technical details.
cli-bad-map = { $value } does not name a property and a column.
    .advice = Write --map PROPERTY=COLUMN, for example --map shomare=code.
cli-unknown-layer = There is no layer { $value }.
    .advice = The layers are { $layers }.
cli-unknown-kind = No asset is of the kind “{ $value }”.
    .advice = Name a kind or a family of infra: power, water, gas, road, substation, power_line, well, …
cli-bad-distance = { $value } is not a distance.
    .advice = Give a number of kilometres, 0 or more.
cli-bad-box = { $value } is not a box.
    .advice = Write west,south,east,north in degrees, for example 52,35,54,36.
cli-bad-size = { $value } is not a size.
    .advice = Write width x height in pixels, for example 1600x1000, up to 8192 each.
cli-answer-not-written = The answer could not be written.
    .advice = See that standard output is open and has room.
cli-change-untold = The change was made and stays; only its report could not be written.
    .advice = Do not make it again. See that standard output is open and has room; the history tells the change.
cli-file-untold = { $file } was written and stays; only the report of it could not be.
    .advice = See that standard output is open and has room.
cli-no-kind = The kind of the mark is missing: what stands after --kind is empty.
    .advice = The kinds are { $kinds }.
cli-no-display = There is no display for a window here.
    .advice = Draw the same map into a file with: { $command }
import-strict = The import met { $findings ->
    [one] { $findings } finding
   *[other] { $findings } findings
} and was told to be strict: { $kinds }.
    .advice = Nothing was changed. See them with --dry-run and --json, or import without --strict.
import-code-repeated = Feature { $index }: its code occurs earlier in the file; it is kept without a place by code.
    .advice = Give each feature its own code.
import-other-list = Feature { $index }: its code is known from another list ({ $file }); it was changed to what this file says, and what only that list says of it stayed.
    .advice = If it is another thing, undo the import and take the code of this file from another property (--map).
import-code-of-other-thing = Feature { $index }: its code is known from another list ({ $file }), but that thing lies elsewhere or is of another kind; both are kept.
    .advice = Give one of them its own code, or take the code of this file from another property (--map).
import-not-stored = The feature cannot be stored in this layer.
    .advice = Import it into the layer other.
project-none-open = No project is open.
    .advice = Open or create a project first.
file-not-written = { $file } could not be written.
    .advice = See that its folder is there, has room and may be written.
file-disk-full = { $file } could not be written: its disk is full.
    .advice = Make room or choose another disk, then try again.
file-too-large = { $file } could not be written: the account or the file system limits the size of files.
    .advice = Raise the limit (ulimit -f) or choose another disk.
file-no-permission = You are not allowed to write { $file }.
    .advice = Choose a folder of your own, or ask for permission.
file-no-folder = { $file } could not be written: its folder is not there.
    .advice = Make the folder first, or check the path.
file-is-folder = { $file } is a folder.
    .advice = Name a file in it.
sample-no-home = There is no folder of your own for the sample project.
    .advice = Name one in the variable SHAHRAK_DATA.
preset-unknown = There is no preset { $name }.
    .advice = The presets are { $known }.
export-over-database = { $file } is a project or another database; nothing was written over it.
    .advice = Give the file another name.
