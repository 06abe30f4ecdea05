//! What the window remembers between frames, and what its parts ask for. Panels
//! and map read the session and this state, and push [`Action`]s; the window
//! alone carries them out.

use crate::app::scene::{LayerLook, default_looks};
use crate::model::{ChangeSet, Layer, RowId};
use geo::Geometry;
use std::path::PathBuf;

/// The tool in the hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tool {
    /// Click selects, drag pans.
    #[default]
    Select,
    /// Click by click, a polygon.
    DrawPolygon,
    /// A rectangle of a given size, placed and turned.
    Rectangle,
    /// Vertices of the selected zone.
    EditVertices,
    /// Lengths and areas, kept nowhere.
    Measure,
}

/// What the map should do on the next frame.
#[derive(Debug, Clone, PartialEq)]
pub enum CameraWish {
    /// Show everything.
    All,
    /// Show these rows.
    Rows(Vec<RowId>),
    /// Show a box: west, south, east, north in degrees.
    Box([f64; 4]),
}

/// Something a part of the window asks for.
#[derive(Debug, Clone)]
pub enum Action {
    /// Show the start screen.
    GoToStart,
    /// Ask for a project file to open.
    AskOpen,
    /// Ask for the place of a new project.
    AskCreate,
    /// Ask for a file to import.
    AskImport,
    /// Open a project.
    Open(PathBuf),
    /// Make a project.
    Create(PathBuf),
    /// Open the sample project.
    OpenSample,
    /// Open the import sheet for a file.
    Inspect(PathBuf),
    /// Change the project.
    Change(ChangeSet),
    /// A drawing was closed: keep it as a zone.
    ZoneDrawn(Geometry<f64>),
    /// A zone has another boundary.
    ZoneReshaped(RowId, Geometry<f64>),
    /// Try again to write what could not be written.
    SaveAgain,
    /// Ask for the place of a copy of the project, to go on with.
    AskKeepElsewhere,
    /// Copy the project to a new file and go on with that one.
    KeepElsewhere(PathBuf),
    /// Throw away what could not be written.
    DiscardUnsaved,
    /// Take back the last change.
    Undo,
    /// Bring back what was taken back.
    Redo,
    /// Select a row, or nothing.
    Select(Option<RowId>),
    /// Take another tool.
    Take(Tool),
    /// Move the map.
    Show(CameraWish),
    /// Ask for the reason of a mark on a region.
    AskMark(RowId),
    /// Clear the marks of a region.
    ClearMarks(RowId),
    /// Show or hide a layer.
    ToggleLayer(Layer),
    /// Show the command palette.
    Palette,
    /// Show the settings.
    Settings,
    /// Switch between Persian and English.
    SwitchLanguage,
    /// Switch between light and dark.
    SwitchTheme,
}

/// What the side panel shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SidePanel {
    /// Layers and legend.
    #[default]
    Layers,
    /// The dehestans.
    Regions,
}

/// The state of the window.
#[derive(Debug, Clone)]
pub struct ViewState {
    /// The tool in the hand.
    pub tool: Tool,
    /// What the side panel shows.
    pub side_panel: SidePanel,
    /// What is selected; one and the same on the map, in tables and panels.
    pub selection: Option<RowId>,
    /// A sheet stands over the map, or was asked for: no key belongs to the map.
    pub is_covered: bool,
    /// What is under the cursor.
    pub hovered: Option<RowId>,
    /// Layers from the ground up.
    pub layers: Vec<LayerLook>,
    /// Where the cursor is on the map, longitude and latitude in degrees.
    pub cursor: Option<[f64; 2]>,
    /// Metres on the ground of one point on the screen, at the centre of the map.
    pub metres_per_point: f64,
    /// What the map should do next.
    pub wish: Option<CameraWish>,
    /// Name of the graphics adapter that draws.
    pub adapter: String,
    /// What was asked for in this frame.
    pub actions: Vec<Action>,
}

impl Default for ViewState {
    fn default() -> Self {
        ViewState {
            tool: Tool::default(),
            side_panel: SidePanel::default(),
            selection: None,
            is_covered: false,
            hovered: None,
            layers: default_looks(),
            cursor: None,
            metres_per_point: 1000.0,
            wish: Some(CameraWish::All),
            adapter: String::new(),
            actions: Vec::new(),
        }
    }
}

impl ViewState {
    /// Asks for something; done before the next frame.
    pub fn ask(&mut self, action: Action) {
        self.actions.push(action);
    }

    /// Whether a layer is drawn.
    pub fn is_visible(&self, layer: Layer) -> bool {
        self.layers.iter().any(|view| view.layer == layer && view.is_visible)
    }
}
