//! The bar at the bottom: cursor, scale, jobs, saved state.

use crate::base::Arg;
use crate::geometry::utm::UtmPosition;
use crate::locale::bidi;
use crate::locale::digits;
use crate::locale::messages::Catalogue;
use crate::ui::kit::{self, Icon, direction, look};
use crate::ui::window::MainWindow;
use egui::Ui;
use geo::Coord;

/// Room of the name and progress of a job, in points.
const JOB_WIDTH: f32 = 190.0;

/// Shows the bar.
pub fn show(ui: &mut Ui, window: &mut MainWindow) {
    let catalogue = look(ui.ctx()).catalogue();
    direction::row(ui, |ui| {
        cursor(ui, window.state.cursor, catalogue);
        ui.separator();
        // A point is 1/96 of an inch on the screen.
        let scale = window.state.metres_per_point / 0.0254 * 96.0;
        let args = [("scale", Arg::Number(three_digits(scale)))];
        kit::label(ui, &catalogue.text("ui-scale", &args));
        ui.separator();
        saved(ui, window, catalogue);
        jobs(ui, window, catalogue);
    });
}

/// Rounded to three digits that count: finer is not true of a screen.
fn three_digits(scale: f64) -> f64 {
    let step = 10_f64.powf((scale.max(1.0).log10().floor() - 2.0).max(0.0));
    (scale / step).round() * step
}

/// Longitude and latitude, and the same in UTM.
fn cursor(ui: &mut Ui, cursor: Option<[f64; 2]>, catalogue: &Catalogue) {
    let Some([longitude, latitude]) = cursor else {
        kit::weak(ui, &catalogue.get("ui-no-cursor"));
        return;
    };
    let response = kit::label(ui, &catalogue.position(longitude, latitude));
    kit::tooltip(response, &catalogue.get("ui-cursor-degrees"));
    if let Some(utm) = UtmPosition::of(Coord { x: longitude, y: latitude }) {
        let response = kit::weak(ui, &utm_text(&utm, catalogue));
        let args = [("epsg", Arg::Text(format!("EPSG:{}", utm.epsg())))];
        kit::tooltip(response, &catalogue.text("ui-cursor-utm", &args));
    }
}

/// `39N 535237 3949573`: zone, metres east, metres north, always from left to
/// right and without thousands marks, as surveyors write them.
fn utm_text(utm: &UtmPosition, catalogue: &Catalogue) -> String {
    let half = if utm.is_north { 'N' } else { 'S' };
    let text = format!("{}{half} {:.0} {:.0}", utm.zone, utm.easting_m, utm.northing_m);
    bidi::isolated_ltr(&digits::in_language(&text, catalogue.language()))
}

fn saved(ui: &mut Ui, window: &MainWindow, catalogue: &Catalogue) {
    let read_only = window.session.project().and_then(|project| project.read_only.clone());
    if !window.session.unsaved().is_empty() {
        let color = look(ui.ctx()).palette().error;
        kit::Label::new(&catalogue.get("ui-not-saved")).color(color).show(ui);
        return;
    }
    match (read_only, window.session.is_saved()) {
        (Some(problem), _) => {
            let told = catalogue.explain(&problem);
            let response = kit::label(ui, &catalogue.get("ui-read-only"));
            kit::tooltip(response, &format!("{} {}", told.what, told.advice));
        }
        (None, true) => {
            let response = kit::label(ui, &catalogue.get("ui-saved"));
            kit::tooltip(response, &catalogue.get("ui-saved-why"));
        }
        (None, false) => {
            kit::label(ui, &catalogue.get("ui-working"));
        }
    }
}

fn jobs(ui: &mut Ui, window: &MainWindow, catalogue: &Catalogue) {
    for job in window.session.jobs() {
        ui.separator();
        let args: Vec<(&str, Arg)> = job.args.iter().map(|(name, arg)| (*name, arg.clone())).collect();
        let name = catalogue.text(job.title, &args);
        ui.scope(|ui| {
            ui.set_max_width(JOB_WIDTH);
            kit::progress_bar(ui, job.progress.fraction(), &name);
        });
        let cancel = catalogue.text("ui-cancel-job", &[("job", Arg::Text(name))]);
        if kit::icon_button(ui, Icon::Close, &cancel, false).clicked() {
            job.progress.cancel();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn the_scale_has_three_digits_that_count() {
        let told = [6_400_778.0, 6_467.4, 263_503.0, 999.6, 12.3].map(three_digits);
        assert_eq!(told, [6_400_000.0, 6_470.0, 264_000.0, 1_000.0, 12.0]);
    }

    #[test]
    fn utm_is_read_from_left_to_right_in_both_languages() {
        let utm = UtmPosition { zone: 39, is_north: true, easting_m: 535_236.7, northing_m: 3_949_572.6 };
        let shown = |language| utm_text(&utm, Catalogue::of(language));
        assert_eq!(shown(Language::En), "\u{2066}39N 535237 3949573\u{2069}");
        assert_eq!(shown(Language::Fa), "\u{2066}۳۹N ۵۳۵۲۳۷ ۳۹۴۹۵۷۳\u{2069}");
    }
}
