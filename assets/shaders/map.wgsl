// The map: fills, lines, signs and crumbs. Vertices carry the index of their
// feature; class, flags and colours are looked up. Colours are premultiplied
// and in gamma space, as egui's are.

struct Draw {
    // North-western corner of the tile and of the pattern grid, physical pixels.
    origin_px: vec2<f32>,
    pattern_px: vec2<f32>,
    screen_px: vec2<f32>,
    // Side of the tile in physical pixels.
    side_px: f32,
    pixels_per_point: f32,
    opacity: f32,
    is_linear_target: f32,
    unused: vec2<f32>,
};

@group(0) @binding(0) var<uniform> draw: Draw;
// Red: class; green: flags. 2048 features a row.
@group(1) @binding(0) var features: texture_2d<u32>;
// Columns: classes, then selected (256) and hovered (257).
// Rows: fill or tint; outline; ink or halo; (outline width, pattern or width of the
// halo, sign size, sign + 8 * stroke).
@group(1) @binding(1) var classes: texture_2d<f32>;

const HIDDEN = 1u;
const SELECTED = 2u;
const HOVERED = 4u;
const DIMMED = 8u;
const MARGIN = 0.0625;

struct Look {
    fill: vec4<f32>,
    outline: vec4<f32>,
    ink: vec4<f32>,
    width: f32,
    pattern: u32,
    size: f32,
    symbol: u32,
    stroke: u32,
    is_hidden: bool,
    halo: vec4<f32>,
    halo_width: f32,
};

fn over(top: vec4<f32>, bottom: vec4<f32>) -> vec4<f32> {
    return top + bottom * (1.0 - top.a);
}

fn look_of(feature: u32) -> Look {
    let entry = textureLoad(features, vec2<i32>(i32(feature % 2048u), i32(feature / 2048u)), 0);
    let column = i32(entry.r);
    let flags = entry.g;
    let shape = textureLoad(classes, vec2<i32>(column, 3), 0);
    var look: Look;
    look.fill = textureLoad(classes, vec2<i32>(column, 0), 0);
    look.outline = textureLoad(classes, vec2<i32>(column, 1), 0);
    look.ink = textureLoad(classes, vec2<i32>(column, 2), 0);
    look.width = shape.x;
    look.pattern = u32(shape.y);
    look.size = shape.z;
    look.symbol = u32(shape.w) % 8u;
    look.stroke = u32(shape.w) / 8u;
    look.is_hidden = (flags & HIDDEN) != 0u;
    if (flags & (SELECTED | HOVERED)) != 0u {
        let emphasis = select(257, 256, (flags & SELECTED) != 0u);
        look.fill = over(textureLoad(classes, vec2<i32>(emphasis, 0), 0), look.fill);
        look.outline = textureLoad(classes, vec2<i32>(emphasis, 1), 0);
        let emphasis_shape = textureLoad(classes, vec2<i32>(emphasis, 3), 0);
        look.width = max(look.width, emphasis_shape.x);
        look.halo = textureLoad(classes, vec2<i32>(emphasis, 2), 0);
        look.halo_width = emphasis_shape.y;
        look.stroke = 0u;
        look.size = look.size * 1.3;
    }
    let strength = draw.opacity * select(1.0, 0.3, (flags & DIMMED) != 0u);
    look.fill = look.fill * strength;
    look.outline = look.outline * strength;
    look.ink = look.ink * strength;
    look.halo = look.halo * strength;
    return look;
}

fn to_px(at: vec2<f32>) -> vec2<f32> {
    return draw.origin_px + (at * (1.0 + 2.0 * MARGIN) - MARGIN) * draw.side_px;
}

fn to_clip(px: vec2<f32>) -> vec4<f32> {
    let unit = px / draw.screen_px;
    return vec4<f32>(unit.x * 2.0 - 1.0, 1.0 - unit.y * 2.0, 0.0, 1.0);
}

// A place that no triangle reaches.
fn nowhere() -> vec4<f32> {
    return vec4<f32>(2.0, 2.0, 2.0, 1.0);
}

fn corner_of(vertex: u32) -> vec2<f32> {
    let right = vertex == 1u || vertex == 2u || vertex == 4u;
    let down = vertex == 2u || vertex == 4u || vertex == 5u;
    return vec2<f32>(select(-1.0, 1.0, right), select(-1.0, 1.0, down));
}

fn to_target(color: vec4<f32>) -> vec4<f32> {
    if draw.is_linear_target < 0.5 || color.a <= 0.0 {
        return color;
    }
    let gamma = color.rgb / color.a;
    let low = gamma / 12.92;
    let high = pow((gamma + 0.055) / 1.055, vec3<f32>(2.4));
    return vec4<f32>(select(high, low, gamma < vec3<f32>(0.04045)) * color.a, color.a);
}

// Fills

struct FillOut {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) fill: vec4<f32>,
    @location(1) @interpolate(flat) ink: vec4<f32>,
    @location(2) @interpolate(flat) pattern: u32,
};

@vertex
fn vs_fill(@location(0) at: vec2<f32>, @location(1) feature: u32) -> FillOut {
    let look = look_of(feature);
    var out: FillOut;
    out.position = to_clip(to_px(at));
    let is_empty = look.fill.a <= 0.0 && (look.pattern == 0u || look.ink.a <= 0.0);
    if look.is_hidden || is_empty {
        out.position = nowhere();
    }
    out.fill = look.fill;
    out.ink = look.ink;
    out.pattern = look.pattern;
    return out;
}

// How much of the pixel a stripe of `width` every `period` points covers.
fn stripe(across: f32, period: f32, width: f32) -> f32 {
    let from_middle = abs(fract(across / period) - 0.5) * period;
    return clamp((width * 0.5 - from_middle) * draw.pixels_per_point + 0.5, 0.0, 1.0);
}

@fragment
fn fs_fill(in: FillOut) -> @location(0) vec4<f32> {
    if in.pattern == 0u {
        return to_target(in.fill);
    }
    let at = (in.position.xy - draw.pattern_px) / draw.pixels_per_point;
    let half_root = 0.70710678;
    let rising = (at.x + at.y) * half_root;
    let falling = (at.x - at.y) * half_root;
    var cover = 0.0;
    switch in.pattern {
        case 1u: { cover = stripe(rising, 8.0 * half_root, 1.2); }
        case 2u: { cover = stripe(falling, 12.0 * half_root, 3.0); }
        case 3u: { cover = max(stripe(rising, 8.0 * half_root, 1.0), stripe(falling, 8.0 * half_root, 1.0)); }
        case 4u: {
            let cell = (fract(at / 6.0) - 0.5) * 6.0;
            cover = clamp((1.4 - length(cell)) * draw.pixels_per_point + 0.5, 0.0, 1.0);
        }
        case 5u: { cover = stripe(at.y, 6.0, 1.2); }
        default: { cover = stripe(at.x, 6.0, 1.2); }
    }
    return to_target(over(in.ink * cover, in.fill));
}

// Lines: one instance a segment, a box round it, round ends.

struct LineOut {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) color: vec4<f32>,
    // Along and across, pixels from the start.
    @location(1) at: vec2<f32>,
    // Length, half width, way before the start, pixels; stroke.
    @location(2) @interpolate(flat) shape: vec4<f32>,
};

fn line_of(
    vertex: u32,
    from_at: vec2<f32>,
    to_at: vec2<f32>,
    along: f32,
    width: f32,
    color: vec4<f32>,
    stroke: u32,
    is_hidden: bool,
) -> LineOut {
    let start = to_px(from_at);
    let run = to_px(to_at) - start;
    let run_px = length(run);
    let direction = select(vec2<f32>(1.0, 0.0), run / max(run_px, 1e-6), run_px > 1e-6);
    let width_px = width * draw.pixels_per_point;
    let half_px = max(width_px, 1.0) * 0.5;
    let reach = half_px + 1.0;
    let corner = corner_of(vertex);
    let forward = select(-reach, run_px + reach, corner.x > 0.0);
    let aside = corner.y * reach;
    var out: LineOut;
    out.position = to_clip(start + direction * forward + vec2<f32>(-direction.y, direction.x) * aside);
    if is_hidden || color.a <= 0.0 || width_px <= 0.0 {
        out.position = nowhere();
    }
    // A line thinner than a pixel is a fainter line.
    out.color = color * min(width_px, 1.0);
    out.at = vec2<f32>(forward, aside);
    out.shape = vec4<f32>(run_px, half_px, along * draw.side_px, f32(stroke));
    return out;
}

@vertex
fn vs_line(
    @builtin(vertex_index) vertex: u32,
    @location(0) from_at: vec2<f32>,
    @location(1) to_at: vec2<f32>,
    @location(2) feature: u32,
    @location(3) along: f32,
) -> LineOut {
    let look = look_of(feature);
    return line_of(vertex, from_at, to_at, along, look.width, look.outline, look.stroke, look.is_hidden);
}

// The halo round the lines of a selected or hovered feature, drawn under them.
@vertex
fn vs_halo(
    @builtin(vertex_index) vertex: u32,
    @location(0) from_at: vec2<f32>,
    @location(1) to_at: vec2<f32>,
    @location(2) feature: u32,
    @location(3) along: f32,
) -> LineOut {
    let look = look_of(feature);
    let width = look.width + 2.0 * look.halo_width;
    return line_of(vertex, from_at, to_at, along, width, look.halo, 0u, look.is_hidden || look.halo_width <= 0.0);
}

fn line_color(in: LineOut) -> vec4<f32> {
    let beyond = max(max(-in.at.x, in.at.x - in.shape.x), 0.0);
    var cover = clamp(in.shape.y + 0.5 - length(vec2<f32>(beyond, in.at.y)), 0.0, 1.0);
    if in.shape.w > 0.5 {
        let is_dashed = in.shape.w < 1.5;
        let way = (in.shape.z + clamp(in.at.x, 0.0, in.shape.x)) / draw.pixels_per_point;
        cover = cover * stripe(way, select(5.0, 10.0, is_dashed), select(2.0, 6.0, is_dashed));
    }
    return to_target(in.color * cover);
}

@fragment
fn fs_line(in: LineOut) -> @location(0) vec4<f32> {
    return line_color(in);
}

@fragment
fn fs_halo(in: LineOut) -> @location(0) vec4<f32> {
    return line_color(in);
}

// Signs

struct DotOut {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) fill: vec4<f32>,
    @location(1) @interpolate(flat) outline: vec4<f32>,
    // From the middle, pixels.
    @location(2) at: vec2<f32>,
    // Half size and rim in pixels; sign.
    @location(3) @interpolate(flat) shape: vec3<f32>,
};

@vertex
fn vs_dot(
    @builtin(vertex_index) vertex: u32,
    @location(0) at: vec2<f32>,
    @location(1) feature: u32,
    @location(2) cover: u32,
) -> DotOut {
    let look = look_of(feature);
    let half_px = look.size * draw.pixels_per_point * 0.5;
    let offset = corner_of(vertex) * (half_px + 1.5);
    var out: DotOut;
    out.position = to_clip(to_px(at) + offset);
    if look.is_hidden {
        out.position = nowhere();
    }
    out.fill = look.fill;
    out.outline = look.outline;
    out.at = offset;
    out.shape = vec3<f32>(half_px, look.width * draw.pixels_per_point, f32(look.symbol));
    return out;
}

// Distance in pixels to the border of a sign, negative inside.
fn border(at: vec2<f32>, half_px: f32, symbol: u32) -> f32 {
    let side = abs(at);
    switch symbol {
        case 1u: { return max(side.x, side.y) - half_px * 0.85; }
        case 2u: {
            // Sides of a triangle with its foot at 0.8 of the half size.
            let slope = dot(vec2<f32>(side.x, at.y), vec2<f32>(0.8742, -0.4856)) - half_px * 0.4856;
            return max(slope, at.y - half_px * 0.8);
        }
        case 3u: { return (side.x + side.y - half_px * 1.1) * 0.70710678; }
        case 4u: {
            let arm = half_px * 0.34;
            let long = max(side.x, side.y) - half_px;
            return max(long, min(side.x, side.y) - arm);
        }
        default: { return length(at) - half_px; }
    }
}

@fragment
fn fs_dot(in: DotOut) -> @location(0) vec4<f32> {
    let away = border(in.at, in.shape.x, u32(in.shape.z));
    let body = clamp(0.5 - away, 0.0, 1.0);
    let inner = clamp(0.5 - (away + in.shape.y), 0.0, 1.0);
    let rim = clamp(body - inner, 0.0, 1.0);
    return to_target(over(in.outline * rim, in.fill * body));
}

// Crumbs: cells of features too small to be seen one by one.

struct CrumbOut {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) color: vec4<f32>,
};

@vertex
fn vs_crumb(
    @builtin(vertex_index) vertex: u32,
    @location(0) at: vec2<f32>,
    @location(1) feature: u32,
    @location(2) cover: u32,
) -> CrumbOut {
    let look = look_of(feature);
    let half_px = draw.side_px / 512.0;
    var out: CrumbOut;
    out.position = to_clip(to_px(at) + corner_of(vertex) * half_px);
    // A class that is mostly outline or pattern shows by these.
    let shown = select(over(look.ink * select(0.0, 0.5, look.pattern > 0u), look.fill), look.outline, look.fill.a < 0.2);
    out.color = shown * (f32(cover) / 255.0);
    if look.is_hidden || out.color.a <= 0.0 {
        out.position = nowhere();
    }
    return out;
}

@fragment
fn fs_crumb(in: CrumbOut) -> @location(0) vec4<f32> {
    return to_target(in.color);
}
