# Commands, jobs and their failures.

job-panicked = The work stopped because of a fault in the program.
    .advice = Nothing was changed. Try again; if it happens again, send us the technical details.
job-cancelled = Cancelled; nothing was changed.
    .advice = Start it again whenever you like.
job-open = Opening { $file }
job-create = Creating { $file }
job-sample = Building the sample project
job-import = Importing { $file }
job-inspect = Reading { $file }
job-change = Saving the change
job-keep-elsewhere = Keeping the project in { $file }
job-standing = Looking after the file
app-look-in-use = { $file } is being edited by { $user } on { $host } (process { $pid }) since { $since }; it is open here to look at only.
    .advice = Ask them to close it, then open it here again.
app-look-read-only = { $file } cannot be written; it is open to look at only.
    .advice = To work on it, make the file and its folder writable, or copy it, and open it again.
app-without-geometry = { $count ->
    [one] One geometry cannot be read (row { $fid }); it is missing on the map and in every check.
   *[other] { $count } geometries cannot be read (the first: row { $fid }); they are missing on the map and in every check.
}
    .advice = Everything else is here. Run shahrak verify for the list, then mend them from a backup or by importing their features again.
app-made-but-unseen = The change is in the file, but the project as it is now could not be read.
    .advice = Open the project again.
job-undo = Undoing
job-redo = Redoing
job-details = Reading the attributes
job-names = Gathering names
job-regions = Listing the dehestans
job-recent = Looking at recent projects
job-dialog = Asking for a path
job-paths = Completing a path
job-settings = Keeping the settings

mark-unknown-kind = { $kind } is not a kind of mark.
    .advice = Use one of { $kinds }.
mark-no-reason = A mark needs a reason.
    .advice = Say in a few words why the region is marked.
mark-not-a-region = { $name } is no region; it is in the layer { $layer }.
    .advice = Name a province, a county, a district or a rural district by its code.
mark-nothing-to-clear = { $area } has no such mark.
    .advice = Nothing needs to be cleared.

action-draw-zone = zone drawn
action-reshape-zone = zone reshaped
action-rename-zone = zone renamed
action-remove-zone = zone removed
action-mark = region marked
action-clear-mark = mark cleared
action-import = import
action-import-nothing = import (nothing new)
action-upgrade = upgrade of the project file
action-undo = undo
action-redo = redo
action-outside-edit = edit by another program

measure-no-geometry = Feature { $index } has no geometry.
    .advice = There is nothing to measure.
measure-not-a-geometry = Feature { $index } holds no geometry that can be read ({ $word }).
    .advice = Correct its coordinates or its type.

render-base-map = The base map that ships with the program cannot be read.
    .advice = Install the program again; if it stays, report it with the technical details.
render-style-table = The table of plot colours cannot be read.
    .advice = Restore the file that shipped with the program, or correct the line named in the technical details.

topology-overlap = The plots { $one } and { $other } overlap by { $area } m².
    .advice = Correct one of the two boundaries.
topology-outside-estate = Plot { $plot } leaves the boundary of estate { $estate } by { $area } m².
    .advice = Correct the plot, or the estate's boundary.
topology-unchecked = Whether plots overlap or leave their estate was not checked: the project cannot be read to its end.
    .advice = Mend what is named above, then verify again.
topology-invalid = The geometry of { $feature } is not valid ({ $word }).
    .advice = Draw it again so that no edges cross.
map-ground-source = Ground: GSHHG (LGPL), GeoNames (CC BY 4.0)
map-more-sources = { $count ->
    [one] { $count } more source
   *[other] { $count } more sources
}
map-invented = Invented and approximate data
