//! `layer_styles`: QGIS shows plots in our colours, from the same table.

use crate::model::style::{OutlineLine, Pattern, PlotStyle, Rgba, plot_styles};
use rusqlite::{Connection, params};
use std::fmt::Write;

// The columns are those that QGIS makes.
const TABLE: &str = "
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))";

/// Creates the table and the style of plots by status.
pub fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TABLE)?;
    // A broken table of the product shows in its own test; a project is made all the same.
    let Ok(styles) = plot_styles() else { return Ok(()) };
    connection.execute(
        "INSERT INTO layer_styles(f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, \
         styleQML, styleSLD, useAsDefault, description, owner) \
         VALUES('', '', 'plots', 'geom', 'plot status', ?1, ?2, 1, 'Plots by status', '')",
        params![qml(&styles), sld(&styles)],
    )?;
    Ok(())
}

fn hex([red, green, blue, _]: Rgba) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn numbers([red, green, blue, alpha]: Rgba) -> String {
    format!("{red},{green},{blue},{alpha}")
}

/// A pixel at 96 dpi in millimetres.
const PIXEL_MM: f32 = 25.4 / 96.0;

fn option(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, "<Option type=\"QString\" name=\"{name}\" value=\"{value}\"/>");
}

/// The angles (degrees) of the lines of a pattern.
fn angles(pattern: Pattern) -> &'static [&'static str] {
    match pattern {
        Pattern::None | Pattern::Dots => &[],
        Pattern::Hatch => &["0"],
        Pattern::Diagonal => &["45"],
        Pattern::CrossHatch => &["45", "135"],
    }
}

fn qml_symbol(out: &mut String, at: usize, style: &PlotStyle) {
    let _ = write!(
        out,
        "<symbol type=\"fill\" name=\"{at}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\
         <layer class=\"SimpleFill\" enabled=\"1\" locked=\"0\" pass=\"0\"><Option type=\"Map\">"
    );
    let fill_style = if style.fill[3] == 0 { "no" } else { "solid" };
    let line = match style.outline_line {
        OutlineLine::Solid => "solid",
        OutlineLine::Dash => "dash",
    };
    option(out, "color", &numbers(style.fill));
    option(out, "style", fill_style);
    option(out, "outline_color", &numbers(style.outline));
    option(out, "outline_style", line);
    option(out, "outline_width", &format!("{:.3}", style.outline_width_px * PIXEL_MM));
    option(out, "outline_width_unit", "MM");
    out.push_str("</Option></layer>");
    for (index, angle) in angles(style.pattern).iter().enumerate() {
        out.push_str(
            "<layer class=\"LinePatternFill\" enabled=\"1\" locked=\"0\" pass=\"0\"><Option type=\"Map\">",
        );
        option(out, "angle", angle);
        option(out, "distance", "2");
        option(out, "distance_unit", "MM");
        option(out, "line_width", "0.26");
        out.push_str("</Option>");
        let _ = write!(
            out,
            "<symbol type=\"line\" name=\"@{at}@{}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\
             <layer class=\"SimpleLine\" enabled=\"1\" locked=\"0\" pass=\"0\"><Option type=\"Map\">",
            index + 1
        );
        option(out, "line_color", &numbers(style.pattern_colour));
        option(out, "line_style", "solid");
        option(out, "line_width", "0.26");
        option(out, "line_width_unit", "MM");
        out.push_str("</Option></layer></symbol></layer>");
    }
    if style.pattern == Pattern::Dots {
        out.push_str(
            "<layer class=\"PointPatternFill\" enabled=\"1\" locked=\"0\" pass=\"0\"><Option type=\"Map\">",
        );
        option(out, "distance_x", "2");
        option(out, "distance_y", "2");
        out.push_str("</Option>");
        let _ = write!(
            out,
            "<symbol type=\"marker\" name=\"@{at}@1\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\
             <layer class=\"SimpleMarker\" enabled=\"1\" locked=\"0\" pass=\"0\"><Option type=\"Map\">"
        );
        option(out, "name", "circle");
        option(out, "color", &numbers(style.pattern_colour));
        option(out, "outline_style", "no");
        option(out, "size", "0.8");
        out.push_str("</Option></layer></symbol></layer>");
    }
    out.push_str("</symbol>");
}

/// The style in QGIS' own language.
pub fn qml(styles: &[PlotStyle]) -> String {
    let mut out = String::from(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\
         <qgis version=\"3.22.0\" styleCategories=\"Symbology\">\
         <renderer-v2 type=\"categorizedSymbol\" attr=\"status\" enableorderby=\"0\" forceraster=\"0\" symbollevels=\"0\">\
         <categories>",
    );
    for (at, style) in styles.iter().enumerate() {
        let name = style.status.name();
        let _ = write!(
            out,
            "<category symbol=\"{at}\" value=\"{name}\" label=\"{name}\" render=\"true\" type=\"string\"/>"
        );
    }
    out.push_str("</categories><symbols>");
    for (at, style) in styles.iter().enumerate() {
        qml_symbol(&mut out, at, style);
    }
    out.push_str("</symbols></renderer-v2><layerGeometryType>2</layerGeometryType></qgis>");
    out
}

/// The well-known mark that SLD readers repeat as a pattern.
fn sld_mark(pattern: Pattern) -> Option<&'static str> {
    match pattern {
        Pattern::None => None,
        Pattern::Hatch => Some("horline"),
        Pattern::Diagonal => Some("slash"),
        Pattern::CrossHatch => Some("x"),
        Pattern::Dots => Some("circle"),
    }
}

fn sld_rule(out: &mut String, style: &PlotStyle) {
    let name = style.status.name();
    let _ = write!(
        out,
        "<se:Rule><se:Name>{name}</se:Name><ogc:Filter><ogc:PropertyIsEqualTo>\
         <ogc:PropertyName>status</ogc:PropertyName><ogc:Literal>{name}</ogc:Literal>\
         </ogc:PropertyIsEqualTo></ogc:Filter><se:PolygonSymbolizer>"
    );
    if style.fill[3] > 0 {
        let _ = write!(
            out,
            "<se:Fill><se:SvgParameter name=\"fill\">{}</se:SvgParameter>\
             <se:SvgParameter name=\"fill-opacity\">{:.2}</se:SvgParameter></se:Fill>",
            hex(style.fill),
            f32::from(style.fill[3]) / 255.0
        );
    }
    let _ = write!(
        out,
        "<se:Stroke><se:SvgParameter name=\"stroke\">{}</se:SvgParameter>\
         <se:SvgParameter name=\"stroke-width\">{}</se:SvgParameter>",
        hex(style.outline),
        style.outline_width_px
    );
    if style.outline_line == OutlineLine::Dash {
        out.push_str("<se:SvgParameter name=\"stroke-dasharray\">4 2</se:SvgParameter>");
    }
    out.push_str("</se:Stroke></se:PolygonSymbolizer>");
    if let Some(mark) = sld_mark(style.pattern) {
        let colour = hex(style.pattern_colour);
        let _ = write!(
            out,
            "<se:PolygonSymbolizer><se:Fill><se:GraphicFill><se:Graphic><se:Mark>\
             <se:WellKnownName>{mark}</se:WellKnownName>\
             <se:Fill><se:SvgParameter name=\"fill\">{colour}</se:SvgParameter></se:Fill>\
             <se:Stroke><se:SvgParameter name=\"stroke\">{colour}</se:SvgParameter></se:Stroke>\
             </se:Mark><se:Size>7</se:Size></se:Graphic></se:GraphicFill></se:Fill></se:PolygonSymbolizer>"
        );
    }
    out.push_str("</se:Rule>");
}

/// The style as an OGC Styled Layer Descriptor 1.1.
pub fn sld(styles: &[PlotStyle]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <StyledLayerDescriptor xmlns=\"http://www.opengis.net/sld\" xmlns:se=\"http://www.opengis.net/se\" \
         xmlns:ogc=\"http://www.opengis.net/ogc\" version=\"1.1.0\"><NamedLayer><se:Name>plots</se:Name>\
         <UserStyle><se:Name>plot status</se:Name><se:FeatureTypeStyle>",
    );
    styles.iter().for_each(|style| sld_rule(&mut out, style));
    out.push_str("</se:FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>");
    out
}
