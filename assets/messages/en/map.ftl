# The map view: tools, drawing, the live card.

map-draw-too-few = A polygon needs three vertices; there are { $count }.
    .advice = Set more vertices before you close it.
map-draw-crossing = Edges of the boundary would cross.
    .advice = Move or take back vertices (Backspace) so that no edges cross.
map-draw-no-area = The boundary encloses no area.
    .advice = Set a vertex beside the line.
map-draw-length = The typed length is not a number above zero.
    .advice = Type metres, for example 120.5, or press Esc to draw freely.
