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
cli-other-ending = { $file } ends in { $ending }, which this command does not write.
    .advice = Give a name that ends in { $written }.
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

# Pages of help. The ids follow the commands and their arguments; help-any-… is for
# arguments that several commands have.
help-usage = Usage:
help-commands = Commands
help-arguments = Arguments
help-options = Options
help-example = Example:
help-values = [possible values: { $values }]
help-default = [default: { $value }]
help-any-help = Print help
help-any-version = Print version
help-any-help-command = Print this message or the help of a command
help-any-subcommand = The command whose help is wanted
help-any-json = Print one JSON document on standard output and nothing else
help-any-lang = Language of tables, messages and help; without it, that of the locale
help-any-project = The project
help-any-crs = Reference system of the coordinates, such as EPSG:32639
help = Desktop GIS for industrial estates and rural zones. Without a subcommand it opens the window
help-window-project = Project to open in the window; without one, the start screen
help-window-sample = Open the sample project in the window
help-sample = Build the sample project, or a larger one, from the seeded generator
help-import = Read GeoJSON files into a project; makes the project where there is none
help-import-files = Files to read; `-` is standard input
help-import-into = The project
help-import-layer = The layer; guessed where it is not given
help-import-map = A property and the column it fills; may be repeated
help-import-strict = Fail on any finding; nothing is changed then
help-import-salvage = Take the sound features of a file that is cut off
help-import-dry-run = Count, and change nothing
help-export = Write a layer of a project as GeoJSON, as it came in
help-export-layer = The layer
help-export-out = The file to write; `-` is standard output
help-info = What is in a project: layers, counts, extents, schema, last change
help-verify = Check a project: database, GeoPackage, indexes, history, links, topology, data
help-verify-log = Also write the problems, one a line
help-verify-report = Also write them as pages to print
help-measure = Geodesic area, perimeter, length and validity of every feature of a GeoJSON file, measured as drawn and never repaired
help-measure-file = The file; `-` is standard input
help-zone = Check drawn zones against the rules
help-zone-check = Check drawn zones against the rules: those of a project, or those of a file
help-zone-check-source = A project, or with --against a GeoJSON file
help-zone-check-zone = Only this zone
help-zone-check-against = The project that zones of a file are checked against
help-zone-check-preset = The rules
help-proximity = The nearest assets of each kind to each feature of a layer, exact and geodesic, from the feature's boundary
help-proximity-of = The layer whose features ask
help-proximity-to = Kinds or families, by commas
help-proximity-k = How many of each
help-proximity-max = Nothing farther than this, in km
help-proximity-csv = Also write the rows as CSV
help-render = Draw the map of a project into a PNG file, as the window draws it; needs no display
help-render-out = The PNG file to write
help-render-bbox = The part of the world in degrees; everything without it
help-render-size = Size in pixels
help-render-style = How it looks
help-mark = Mark a region with a reason, or clear its marks
help-mark-area = The region
help-mark-kind = Kind of mark: under_served, deprived, less_favoured, border, note
help-mark-reason = Why
help-mark-clear = Clear the marks of the region; with --kind only those
help-sample-out = The project to make
help-sample-preset = Which: semnan-kerman, nation
help-sample-seed = Another seed gives another country
help-history = The event log of a project, oldest first
help-history-of = Only what happened to this feature
help-undo = Take back the last change of a project
help-redo = Bring back what was taken back last
