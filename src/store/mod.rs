//! The project file: a GeoPackage with its history.
