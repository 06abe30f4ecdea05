//! Language: digits, Jalali dates, text direction, messages. No egui here.
