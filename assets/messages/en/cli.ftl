# Answers and complaints of the command line.

cli-import-layer = { $layer }: { $added } added, { $changed } changed, { $unchanged } unchanged, { $missing } missing, { $rejected } rejected, { $repaired } repaired
cli-and-more = … and { $count } more (all of them with --json)
cli-seconds = { $seconds } s
cli-exported = { $count } features written to { $file }
cli-written = Written: { $file }
cli-info-layer = { $layer }: { $count }
cli-info-project = Schema { $schema }, revision { $revision }, last change { $change }
cli-stepped = Done; { $count } rows changed
cli-event = { $date } · { $action } · { $layer } · { $actor } · { $reason }
cli-marked = { $area } is marked
cli-mark-cleared = The marks of { $area } are cleared
cli-zone-ok = { $code }: { $area }, allowed
cli-zone-not-ok = { $code }: { $area }, not allowed
cli-verify-ok = Nothing to complain of
cli-verify-problem = { $kind } · { $where } · { $what }

cli-bad-map = { $value } does not name a property and a column.
    .advice = Write --map PROPERTY=COLUMN, for example --map shomare=code.
cli-unknown-layer = There is no layer { $value }.
    .advice = The layers are { $layers }.
cli-unknown-kind = No asset is of the kind { $value }.
    .advice = Name a kind or a family of infra: power, water, gas, road, substation, power_line, well, …
cli-bad-distance = { $value } is not a distance.
    .advice = Give a number of kilometres, 0 or more.
cli-bad-box = { $value } is not a box.
    .advice = Write west,south,east,north in degrees, for example 52,35,54,36.
cli-bad-size = { $value } is not a size.
    .advice = Write width x height in pixels, for example 1600x1000, up to 8192 each.
cli-answer-not-written = The answer could not be written.
    .advice = See that standard output is open and has room.
cli-no-display = There is no display for a window here.
    .advice = Draw the same map into a file with: { $command }
import-strict = The import met { $findings } findings and was told to be strict.
    .advice = Nothing was changed. See them with --dry-run and --json, or import without --strict.
import-code-repeated = Feature { $index }: its code occurs earlier in the file; it is kept without a place by code.
    .advice = Give each feature its own code.
import-not-stored = The feature cannot be stored in this layer.
    .advice = Import it into the layer other.
project-none-open = No project is open.
    .advice = Open or create a project first.
file-not-written = The file could not be written.
    .advice = See that the folder is there, has room and may be written.
sample-no-home = There is no folder of your own for the sample project.
    .advice = Name one in the variable SHAHRAK_DATA.
preset-unknown = There is no preset { $name }.
    .advice = The presets are { $known }.
