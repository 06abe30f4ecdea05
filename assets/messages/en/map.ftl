# The map view: tools, drawing, the live card.

map-draw-too-few = A polygon needs three vertices; { $count ->
    [one] there is { $count }
   *[other] there are { $count }
}.
    .advice = Set more vertices before you close it.
map-draw-crossing = Edges of the boundary would cross.
    .advice = Move or take back vertices (Backspace) so that no edges cross.
map-draw-no-area = The boundary encloses no area.
    .advice = Set a vertex beside the line.
map-draw-length = The typed length is not a number above zero.
    .advice = Type metres, for example 120.5, or press Esc to draw freely.

map-name = Map
map-north = North
map-show-all = Show everything

map-tool-select = Select and pan
map-tool-polygon = Draw a polygon
map-tool-rectangle = Rectangle by size
map-tool-vertices = Edit vertices
map-tool-measure = Measure
map-tool-with-key = { $name } ({ $key })

map-rectangle-width = Width (m)
map-rectangle-height = Height (m)
map-rectangle-turn = Turn (°)

map-hint-polygon = Click to set vertices. Shift holds right angles, a typed number sets the length in metres, Alt stops snapping; double-click or Enter closes.
map-hint-vertices = Click a zone to edit its vertices.
map-hint-measure = Click to measure lengths and areas; double-click or Enter ends.

map-menu-zoom = Zoom to
map-menu-mark = Mark as under-served…
map-menu-edit = Edit vertices
map-menu-delete = Delete zone
map-menu-copy = Copy code

# $least and $most in hectares.
map-card-area-inside = within { $least }–{ $most } ha
map-card-area-near = near the limit of { $least }–{ $most } ha
map-card-area-outside = outside { $least }–{ $most } ha
map-card-area = Area
map-card-no-area = Area not known
map-card-perimeter = Perimeter
map-card-length = Length
map-card-plots = Plots overlapped
map-card-near-plots = Nearest plot
map-card-near-zones = Nearest zone or estate
map-card-none-loaded = none loaded
map-card-touching = touching
map-card-voltage-unknown = voltage not known
map-card-kind-voltage = { $kind } ({ $voltage })
map-card-kind-of = { $family } ({ $kind })
map-card-distance = { $distance } · { $name }
map-card-no-complaint = No rule is broken
map-card-working = Verdict and distances are being worked out…
map-card-more = { $count ->
    [one] { $count } more finding
   *[other] { $count } more findings
}
map-card-typed = Length: { $typed } m
map-label-province = { $name } Province
map-reach = { $what } · { $distance }
