//! What a text on the screen costs, by the one door: `cached`, as in every frame in which
//! it was there before; `new`, a text of that kind that was never seen.
//!
//! `cargo bench --bench text`

use divan::Bencher;
use egui::{Context, RawInput};
use shahrak::locale::Direction;
use shahrak::render::text::{self, TextStyle};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};

/// Short texts of the window; `#` becomes another number each time in `new`.
const TEXTS: [&str; 6] = [
    "شهرک صنعتی سمنان #",
    "مساحت ۱۲٫# هکتار",
    "قطعهٔ A-12/# آزاد است",
    "نزدیک‌ترین پست برق: #٫۲۵ کیلومتر (۶۳/۲۰ کیلوولت)",
    "Plot A-12/# is free",
    "Estate شهرک سمنان, # plots",
];

/// How a text is fitted.
const FITS: [&str; 2] = ["extended", "elided"];

fn main() {
    divan::main();
}

fn style(text: &str, fit: &str) -> TextStyle {
    let direction =
        if text.is_ascii() || text.starts_with("Estate") { Direction::Ltr } else { Direction::Rtl };
    let style = TextStyle::new(14.0, direction);
    if fit == "elided" { style.elided(600.0) } else { style }
}

/// Runs `work` inside a pass with the fonts of the product.
fn in_pass(work: impl FnOnce(&Context)) {
    let ctx = Context::default();
    text::install_fonts(&ctx);
    let mut work = Some(work);
    // Fonts take effect in the pass after they are set.
    for pass in 0..2 {
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            if let Some(work) = work.take_if(|_| pass == 1) {
                // Every letter is drawn once before anything is measured.
                let letters = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآءأؤئ ABCabc0123456789۰۱۲۳۴۵۶۷۸۹٫٬/()-";
                text::layout(ui.ctx(), letters, &TextStyle::new(14.0, Direction::Rtl));
                work(ui.ctx());
            }
        });
        // Nothing is painted here.
        output.textures_delta.clear();
    }
}

#[divan::bench(args = TEXTS, consts = [0, 1])]
fn cached<const FIT: usize>(bencher: Bencher<'_, '_>, text: &str) {
    let text = text.replace('#', "7");
    in_pass(|ctx| {
        let style = style(&text, FITS[FIT]);
        bencher.bench_local(|| text::layout(ctx, black_box(&text), &style));
    });
}

#[divan::bench(args = TEXTS, consts = [0, 1])]
fn new<const FIT: usize>(bencher: Bencher<'_, '_>, text: &str) {
    static NEXT: AtomicU64 = AtomicU64::new(100);
    in_pass(|ctx| {
        let style = style(text, FITS[FIT]);
        bencher
            .with_inputs(|| text.replace('#', &NEXT.fetch_add(1, Ordering::Relaxed).to_string()))
            .bench_local_refs(|text| text::layout(ctx, text, &style));
    });
}
