//! The open project: commands, jobs, selection, settings.
