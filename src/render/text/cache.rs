//! Texts put in order in the last passes, so that an unchanged label costs a
//! look-up. Only the order is kept, never egui's glyphs: those lose their
//! place in the texture when egui renews it.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Context, Id};

use super::fit::{Prepared, prepare, shortened};
use super::{Fit, TextStyle};

#[derive(Default)]
struct TextCache {
    hasher: RandomState,
    entries: HashMap<u64, Entry>,
    pass: u64,
}

struct Entry {
    text: String,
    prepared: Arc<Prepared>,
    last_used: u64,
}

/// Passes after which an unused text is forgotten.
const KEPT_PASSES: u64 = 8;

/// `text` put into rows and order, from the cache when it is there.
pub(super) fn prepared(ctx: &Context, text: &str, style: &TextStyle) -> Arc<Prepared> {
    let cache =
        ctx.data_mut(|data| Arc::clone(data.get_temp_mut_or_default::<Arc<Mutex<TextCache>>>(Id::NULL)));
    // What is not laid out need not be compared and kept either.
    let (text, is_shortened) = shortened(text);
    let pass = ctx.cumulative_pass_nr();
    let pixels_per_point = ctx.pixels_per_point();
    let key = {
        let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.pass != pass {
            cache.pass = pass;
            cache.entries.retain(|_, entry| entry.last_used + KEPT_PASSES >= pass);
        }
        let key = key(&cache.hasher, text, is_shortened, style, pixels_per_point);
        if let Some(entry) = cache.entries.get_mut(&key)
            && entry.text == text
        {
            entry.last_used = pass;
            return Arc::clone(&entry.prepared);
        }
        key
    };
    // Not under the lock: measuring takes egui's own locks.
    let prepared = Arc::new(prepare(ctx, text, is_shortened, style));
    let entry = Entry { text: text.to_owned(), prepared: Arc::clone(&prepared), last_used: pass };
    cache.lock().unwrap_or_else(PoisonError::into_inner).entries.insert(key, entry);
    prepared
}

fn key(
    hasher: &RandomState,
    text: &str,
    is_shortened: bool,
    style: &TextStyle,
    pixels_per_point: f32,
) -> u64 {
    let mut state = hasher.build_hasher();
    (text, is_shortened).hash(&mut state);
    let (fit, width) = match style.fit {
        Fit::Extend => (0_u8, 0.0),
        Fit::Wrap(width) => (1, width),
        Fit::Elide(width) => (2, width),
    };
    // All but the colour, which is given when painting.
    (style.size.to_bits(), style.weight, style.direction, style.align, style.underlined).hash(&mut state);
    (fit, width.to_bits(), pixels_per_point.to_bits()).hash(&mut state);
    state.finish()
}
