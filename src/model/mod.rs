//! What a plot, a zone, an asset and a rule are; the tables of a project.
