//! A country of a hundred thousand villages, the same on every machine: names as they
//! are formed in Iran, spelled as files spell them, many of them borne by dozens.

#![allow(dead_code)]

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::Rng;
use shahrak::model::{Snapshot, StoredRow, Table, TableBuilder, Value};

/// Beginnings, stems and distinctions of names of villages.
const BEGINNINGS: [&str; 24] = [
    "",
    "",
    "",
    "",
    "",
    "",
    "قلعه‌",
    "ده‌",
    "چشمه ",
    "چاه ",
    "مزرعه ",
    "کلاته ",
    "آب‌",
    "گل",
    "شاه‌",
    "سیاه",
    "سفید",
    "خیر",
    "پیر",
    "ژاله‌",
    "چم ",
    "گردنه ",
    "باغ ",
    "تل ",
];
const STEMS: [&str; 40] = [
    "علی",
    "حسین",
    "محمد",
    "ابراهیم",
    "رحمت",
    "نصرت",
    "فیض",
    "دولت",
    "کریم",
    "شریف",
    "امان",
    "انجدان",
    "انجیرک",
    "جمالکه",
    "رستم",
    "بهرام",
    "پرویز",
    "چنار",
    "زرد",
    "گوهر",
    "نرگس",
    "مهر",
    "کهن",
    "خسرو",
    "سرچشمه",
    "لجران",
    "هفت‌خوان",
    "اسلام",
    "أحمد",
    "مؤمن",
    "یوسف",
    "صالح",
    "ظفر",
    "غیاث",
    "عباس",
    "قاسم",
    "مراد",
    "ولی",
    "هاشم",
    "توت",
];
const ENDINGS: [&str; 8] = ["آباد", "آباد", "‌آباد", " آباد", "ان", "ک", "ه", "دره"];
const DISTINCTIONS: [&str; 12] =
    ["", "", "", "", "", " علیا", " سفلی", " وسطی", " بالا", " پایین", " نو", " ۲"];

/// Provinces, counties of each, districts of each, rural districts of each.
const PARTS: [usize; 4] = [31, 14, 3, 2];

pub struct Random(Pcg64Mcg);

impl Random {
    pub fn new(seed: u128) -> Random {
        Random(Pcg64Mcg::new(seed))
    }

    pub fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[(self.0.next_u64() >> 11) as usize % list.len()]
    }
}

/// The name of a village; one in four with letters and spaces of another keyboard.
pub fn name(random: &mut Random) -> String {
    let parts = [
        random.one_of(&BEGINNINGS),
        random.one_of(&STEMS),
        random.one_of(&ENDINGS),
        random.one_of(&DISTINCTIONS),
    ];
    let name = parts.concat();
    match random.one_of(&["", "", "", "other"]) {
        "other" => name.replace('ی', "ي").replace('ک', "ك").replace('\u{200C}', " "),
        _ => name,
    }
}

/// A project with `count` villages in rural districts, districts, counties, provinces.
pub fn country(count: usize) -> Snapshot {
    let mut random = Random::new(1405);
    let mut builder = TableBuilder::new(Table::Admin);
    let mut fid = 0;
    let mut add = |code: String, level: &str, name: &str, parent: &str| {
        fid += 1;
        let mut values = vec![Value::Null; Table::Admin.columns().len()];
        for (column, value) in
            [("code", &*code), ("level", level), ("name_fa", name), ("parent_code", parent)]
        {
            values[Table::Admin.column_position(column).expect(column)] = Value::from(value);
        }
        builder.push(StoredRow { fid, uuid: uuid::Uuid::from_u128(fid as u128), geometry: None, values });
        code
    };
    let mut above = vec![String::new()];
    for (level, parts) in ["ostan", "shahrestan", "bakhsh", "dehestan"].into_iter().zip(PARTS) {
        let mut units = Vec::new();
        for parent in &above {
            for part in 0..parts {
                let own = name(&mut random);
                let own = if level == "bakhsh" && part == 0 { "مرکزی" } else { own.as_str() };
                units.push(add(format!("{parent}{part:02}"), level, own, parent));
            }
        }
        above = units;
    }
    for village in 0..count {
        let parent = &above[village % above.len()];
        add(format!("{parent}{village:06}"), "abadi", &name(&mut random), parent);
    }
    Snapshot::new(1, vec![builder.finish()])
}

/// Questions as people type them, letter by letter.
pub const QUESTIONS: [&str; 10] = [
    "ا",
    "آ",
    "علی آباد",
    "قلعه نو",
    "چشمه رستم آباد",
    "حسین آباد علیا",
    "مرکزی یوسف",
    "۲",
    "كهن اباد سفلي",
    "ژاله",
];
