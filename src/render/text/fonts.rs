//! The fonts of the product, embedded so that every machine shows the same.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily, FontId};

/// Weight of the strokes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Weight {
    /// Running text.
    #[default]
    Regular,
    /// Values and small headings.
    Medium,
    /// Headings.
    Bold,
}

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Vazirmatn-Regular.ttf");
const MEDIUM: &[u8] = include_bytes!("../../../assets/fonts/Vazirmatn-Medium.ttf");
const BOLD: &[u8] = include_bytes!("../../../assets/fonts/Vazirmatn-Bold.ttf");

/// Family that holds our font only, to learn which characters it has.
const OWN_ONLY: &str = "own-only";

impl Weight {
    const ALL: [Weight; 3] = [Weight::Regular, Weight::Medium, Weight::Bold];

    /// egui's family of this weight.
    pub fn family(self) -> FontFamily {
        match self {
            Weight::Regular => FontFamily::Proportional,
            Weight::Medium | Weight::Bold => FontFamily::Name(self.font_name().into()),
        }
    }

    fn font_name(self) -> &'static str {
        match self {
            Weight::Regular => "vazirmatn-regular",
            Weight::Medium => "vazirmatn-medium",
            Weight::Bold => "vazirmatn-bold",
        }
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Weight::Regular => REGULAR,
            Weight::Medium => MEDIUM,
            Weight::Bold => BOLD,
        }
    }
}

/// Makes Vazirmatn the font of `ctx` for both scripts, with egui's own fonts
/// behind it for symbols. To be called once, before the first pass.
pub fn install_fonts(ctx: &Context) {
    let mut definitions = FontDefinitions::default();
    let fallback = definitions.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for weight in Weight::ALL {
        let name = weight.font_name().to_owned();
        definitions.font_data.insert(name.clone(), Arc::new(FontData::from_static(weight.bytes())));
        let fonts = std::iter::once(name).chain(fallback.iter().cloned()).collect();
        definitions.families.insert(weight.family(), fonts);
    }
    let regular = Weight::Regular.font_name().to_owned();
    definitions.families.insert(FontFamily::Name(OWN_ONLY.into()), vec![regular.clone()]);
    definitions.families.entry(FontFamily::Monospace).or_default().push(regular);
    ctx.set_fonts(definitions);
}

/// Whether our own font has `character`, so that it is shaped together with
/// its neighbours. What Persian is written with, which it has in full (a test holds it
/// to that), is not looked up.
pub(super) fn is_own(ctx: &Context, character: char) -> bool {
    match character {
        ' '..='~' | '\u{621}'..='\u{652}' | '\u{6F0}'..='\u{6F9}' | '\u{200C}' => true,
        // Peh, tcheh, jeh, keheh, gaf, yeh; comma, semicolon, question mark, percent and
        // the marks of numbers; guillemets, dashes, ellipsis.
        '\u{67E}' | '\u{686}' | '\u{698}' | '\u{6A9}' | '\u{6AF}' | '\u{6CC}' => true,
        '\u{60C}' | '\u{61B}' | '\u{61F}' | '\u{66A}'..='\u{66C}' => true,
        '\u{AB}' | '\u{BB}' | '\u{2013}' | '\u{2014}' | '\u{2026}' => true,
        other => ctx
            .fonts_mut(|fonts| fonts.has_glyph(&FontId::new(14.0, FontFamily::Name(OWN_ONLY.into())), other)),
    }
}
