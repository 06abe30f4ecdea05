# Findings of the zone rules.

rule-area-too-small = Area { $value } is below the least allowed, { $limit }.
rule-area-too-large = Area { $value } is above the most allowed, { $limit }.
rule-single-polygon-several = The zone has { $value } separate parts; one is allowed.
rule-valid-invalid = The boundary is not valid: { $subject }. Move the vertices so that no edges cross.
rule-valid-impossible = The boundary cannot be checked: { $subject }. Correct its coordinates first.
rule-single-polygon-none = The zone is no polygon; a zone is one area.
rule-compactness-low = Compactness { $value } is low; at least { $limit } is advised.
rule-width-narrow = The narrowest width is { $value }; at least { $limit } is advised.
rule-in-dehestan-none-loaded = No rural districts are loaded; whether the zone lies in one is not known.
rule-in-dehestan-in-none = The zone lies in no rural district.
rule-in-dehestan-straddles = { $value } of the zone lies outside the rural district { $subject }.
rule-population-none-loaded = The population of the rural district is not known.
rule-population-not-known = The population of the rural district { $subject } is not known.
rule-population-too-few = The rural district { $subject } has { $value } people; { $limit } are needed.
rule-centre-distance-not-known = The centre of the rural district { $subject } is not known.
rule-centre-distance-far = The centre of the rural district { $subject } is { $value } away; up to { $limit } is right.
rule-outside-country-provinces = The zone does not lie within the provinces of the project; move it inside, or import its province.
rule-outside-country-box = The zone lies outside Iran; check its coordinates.
rule-overlap-plot-one = The zone overlaps plot { $subject } by { $value }.
rule-overlap-plot-several = The zone overlaps { $count } plots by { $value } in all, most of all { $subject } by { $largest }.
rule-overlap-zone-one = The zone overlaps { $subject } by { $value }.
rule-overlap-zone-several = The zone overlaps { $count } other zones or estates by { $value } in all, most of all { $subject } by { $largest }.
rule-and-others = { $count ->
    [one] There is one more like it.
   *[other] There are { $count } more like it.
}
rule-access-no-roads = No roads are loaded; access is not known.
rule-access-far = The nearest public road is { $value } away; up to { $limit } is allowed.
rule-entrances-two-needed = A zone above { $limit } needs two entrances; entrances are not drawn yet.
rule-eia-ask = Whether the full environmental study is needed: ask the provincial environment office.
rule-constraint-near = { $kind } { $subject } is { $value } away; the set-back is { $limit }.
rule-constraint-strip = Power line { $subject } is { $value } away; its strip of { $limit } may hold road, green or parking only.
rule-constraint-voltage-not-known = Power line { $subject } is { $value } away and its voltage is not known; the widest strip is { $limit }.
level-error = error
level-warning = warning
level-unknown = not known
level-info = note
why-limit = Limit: { $limit } · found: { $value } · source: { $source }

rule-name-area = area
rule-name-population = population
rule-name-centre-distance = distance to the centre
rule-name-in-dehestan = rural district
rule-name-single-polygon = one polygon
rule-name-valid = validity
rule-name-compactness = compactness
rule-name-width = width
rule-name-access = access
rule-name-entrances = entrances
rule-name-overlap-plot = overlap with plots
rule-name-overlap-zone = overlap with zones
rule-name-outside-country = country
rule-name-eia = environment
rule-name-constraint = set-back

# What is wrong with a boundary, as the subject of rule-valid-invalid.
geometry-problem-empty = no coordinates
geometry-problem-not-a-number = a coordinate is not a number
geometry-problem-out-of-range = a coordinate is not in degrees
geometry-problem-swapped-lat-lon = latitude and longitude are swapped
geometry-problem-unclosed-ring = a ring is not closed
geometry-problem-too-few-points = a ring has fewer than 3 different vertices
geometry-problem-zero-length = no length
geometry-problem-zero-area = no area
geometry-problem-repeated-vertex = a vertex is given twice
geometry-problem-wrong-winding = a ring runs the wrong way round
geometry-problem-self-intersection = it crosses itself
geometry-problem-ring-touches-itself = it touches itself
geometry-problem-rings-cross = two rings cross
geometry-problem-hole-outside = a hole lies outside
geometry-problem-nested-rings = a hole lies in another hole
geometry-problem-interior-disconnected = holes cut it in two
geometry-problem-parts-overlap = parts overlap
geometry-problem-not-a-feature = it is no GeoJSON Feature
geometry-problem-duplicate-member = a member is there twice
geometry-problem-geometry-not-object = the geometry is neither an object nor null
geometry-problem-unknown-geometry-type = the geometry has no type that GeoJSON knows
geometry-problem-coordinates-missing = it has no coordinates
geometry-problem-coordinates-malformed = the coordinates do not fit the type of the geometry
geometry-problem-position-too-short = a position has fewer than two numbers
geometry-problem-number-out-of-range = a coordinate is too large to be a number
geometry-problem-nested-too-deeply = collections are nested too deeply
geometry-problem-not-transformable = a position cannot be brought to WGS 84
geometry-problem-degrees-in-lengths = the coordinates are degrees, but the file names a system that counts in metres
