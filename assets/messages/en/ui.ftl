# The window.

ui-name = Shahrak
ui-what-it-is = Industrial estates and rural zones: draw, check, keep
ui-open-sample = Open the sample project
ui-open-project = Open a project…
ui-new-project = New project…
ui-recent = Recent projects
ui-no-recent = Projects you open will be listed here
ui-recent-project = { $name } · { $date }
ui-recent-changed = { $name } · changed { $date }
ui-recent-gone = { $name } · not found
ui-drop-here = Files can be dropped here: a project to open, or GeoJSON to import
ui-other-language = { "فارسی" }
ui-home = Start screen
ui-undo = Undo: { $action }
ui-redo = Redo: { $action }
ui-nothing-to-undo = Nothing to undo
ui-nothing-to-redo = Nothing to redo
ui-undo-last = Undo
ui-redo-last = Redo
ui-palette = Find
ui-palette-key = Find (Ctrl+K)
ui-palette-hint = Name, code or command
ui-palette-nothing = Nothing has that name or code. Try fewer letters; either script and any kind of digits will do.
ui-palette-searching = Searching…
ui-toggle-layer = Show or hide: { $layer }
ui-switch-theme = Switch between light and dark
ui-import = Import GeoJSON…
ui-show-all = Show everything
ui-dark-theme = Dark theme
ui-light-theme = Light theme
ui-layers = Layers
ui-regions = Dehestans
ui-regions-reading = Listing the dehestans…
ui-regions-empty = The dehestans of the project are listed here, the most people first. Import administrative divisions to fill the list.
ui-regions-filter = Name, county or code
ui-regions-count = { $count ->
    [one] { $count } dehestan, { $marked } marked as under-served
   *[other] { $count } dehestans, { $marked } marked as under-served
}
ui-regions-none-fit = No dehestan fits what is typed.
ui-regions-people = { $people } people
ui-regions-people-unknown = population not known
ui-regions-mark = Mark { $area } as under-served…
ui-regions-unmark = Clear the mark on { $area }
ui-legend = Legend
ui-hide-layer = Hide { $layer }
ui-show-layer = Show { $layer }
ui-layer-colour = Colour of { $layer }
ui-layer-up = Raise { $layer }
ui-layer-down = Lower { $layer }
ui-inspector = Inspector
ui-inspector-empty = Nothing is selected. Click something on the map: its attributes, the verdict on a zone, the plots of an estate and the marks of a region are shown here.
ui-zoom-to = Zoom to it
ui-select-nothing = Select nothing
ui-verdict-ok = Allowed by the rules
ui-verdict-not-ok = Not allowed by the rules
ui-edit-vertices = Edit vertices
ui-plots-in-all = { $count ->
    [one] { $count } plot, { $area }
   *[other] { $count } plots, { $area }
}
ui-status-count = { $status }: { $count ->
    [one] { $count } plot
   *[other] { $count } plots
} · { $area }
ui-status-unknown = Status not known: { $count }
ui-saleable = { $count ->
    [one] Saleable, taken or not: { $count } plot, { $area }
   *[other] Saleable, taken or not: { $count } plots, { $area }
}
ui-mark = { $kind }: { $reason } ({ $author }, { $date })
ui-mark-under-served = Mark as under-served…
ui-clear-mark = Clear the mark
ui-mark-title = Mark { $area } as under-served
ui-mark-reason = Reason
ui-mark-set = Mark
ui-source-properties = As it came in
ui-no-cursor = Point at the map
ui-cursor-degrees = Longitude and latitude on WGS 84
ui-cursor-utm = UTM zone, metres east and metres north ({ $epsg })
ui-scale = Scale 1:{ $scale }
ui-saved = Saved
ui-saved-why = Every step is in the file as soon as it is made; there is nothing to save.
ui-not-saved = Not in the file
ui-working = Working…
ui-read-only = To look only
ui-adapter = The map is drawn by { $name }
ui-cancel-job = Cancel: { $job }
ui-path = Path
ui-kind-project = Shahrak project
ui-kind-geojson = GeoJSON
ui-path-hint = Type a path; folders and files that fit are offered below. Files can also be dropped on the window.
ui-import-title = Import { $file }
ui-import-reading = Reading the file…
ui-import-preview = What was found, on a small map
ui-import-place = Lies in { $place }
ui-import-beginning = { $count ->
    [one] The first feature was looked at; the import reads all of them.
   *[other] The first { $count } features were looked at; the import reads all of them.
}
ui-import-layer = Layer
ui-import-crs = Reference system
ui-import-counts = { $layer }: { $accepted } to import, { $rejected } left out, { $repaired } mended
ui-import-clean = Nothing to complain of
ui-import-notes = Remarks: { $count }
ui-import-button = Import
ui-import-salvage = Take the sound part if the file breaks off
ui-imported = Imported: { $added } added, { $changed } changed, { $rejected } left out, { $repaired } mended
ui-unsaved = { $count ->
    [one] One change is not in the file: { $what }
   *[other] { $count } changes are not in the file: { $what }
}
ui-save-again = Try again
ui-keep-elsewhere = Keep the project elsewhere…
ui-discard-unsaved = Throw away what is not in the file
ui-unsaved-first = Something that was drawn or changed is not in the file yet.
    .advice = Try to save it again, keep the project elsewhere, or throw it away; then go on.
ui-import-which-crs = The file counts in metres and does not say in which reference system. Choose the one by which it lies where it belongs:
ui-import-candidate = { $name } ({ $crs }): { $place }
ui-import-candidate-nowhere = { $position }, outside the project
ui-rials = { $rials } ({ $tomans })
ui-settings = Settings
ui-settings-language = Language
ui-settings-theme = Theme
ui-settings-text-size = Text size
ui-settings-contrast = High contrast
ui-about = About
ui-about-version = Shahrak { $version }
ui-about-data = Data of the open project
ui-draw-zone = Draw a zone
ui-layers-empty = The layers of the project are listed here once there is something in them. Import GeoJSON, drop a file on the window or draw a zone.
ui-legend-empty = Nothing is visible on the map; what is will be explained here.
ui-show-layers = Show all layers
ui-layer-by-class = Coloured by status, kind or use; see the legend and the inspector
ui-inspector-find = Find something (Ctrl+K)
ui-path-hint-new = Type the path of a new file; folders are offered below. A file that is there already is never replaced.
ui-path-for-import = { $file } will be imported into a new project. Where should the project be kept?
ui-no-window = The window could not be opened.
    .advice = See that a display and a graphics driver (or Mesa's software adapter) are there; the command render draws the map without a window.
ui-date-open = Choose from the calendar: { $name }
ui-date-previous-year = Previous year
ui-date-previous-month = Previous month
ui-date-next-month = Next month
ui-date-next-year = Next year
ui-date-today = Today
ui-date-is-today = { $day } (today)
ui-date-from-label = From
ui-date-until-label = To
ui-date-from = { $name }: from
ui-date-until = { $name }: to
ui-date-fiscal-year = Fiscal year { $year }
ui-date-backward = The end lies before the beginning, so no day is in between.
