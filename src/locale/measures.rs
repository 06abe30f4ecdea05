//! Areas, distances, powers and shares as a person reads them, with their unit.

use crate::locale::Catalogue;
use crate::locale::numbers::{self, Decimals};

/// Square metres in a hectare.
const M2_PER_HECTARE: f64 = 10_000.0;
/// Metres in a kilometre.
const M_PER_KM: f64 = 1_000.0;
/// Rials in a toman.
const RIALS_PER_TOMAN: i128 = 10;
const MILLION: i128 = 1_000_000;
const MILLIARD: i128 = 1_000_000_000;

/// The whole number nearest to `dividend / divisor`, halves away from zero.
fn rounded_quotient(dividend: i128, divisor: i128) -> i128 {
    let half = divisor / 2;
    if dividend < 0 { (dividend - half) / divisor } else { (dividend + half) / divisor }
}

impl Catalogue {
    /// A number without unit, with thousands marks.
    pub fn number(&self, value: f64, decimals: Decimals) -> String {
        numbers::format(value, decimals, true, self.language())
    }

    /// A whole number of things.
    pub fn count(&self, count: u64) -> String {
        numbers::format_count(count, self.language())
    }

    /// An area given in m²: hectares with two decimals from 1 ha on, whole
    /// square metres below (domain.md §10.2).
    pub fn area(&self, area_m2: f64) -> String {
        // What would be told as 10,000 m² is a hectare.
        if area_m2.abs() >= M2_PER_HECTARE - 0.5 {
            let hectares = self.number(area_m2 / M2_PER_HECTARE, Decimals::exactly(2));
            self.measure("locale-hectares", hectares)
        } else {
            self.area_m2(area_m2)
        }
    }

    /// An area in whole square metres, whatever its size.
    pub fn area_m2(&self, area_m2: f64) -> String {
        self.area_m2_to(area_m2, Decimals::exactly(0))
    }

    /// An area in square metres as finely as asked, whatever its size.
    pub fn area_m2_to(&self, area_m2: f64, decimals: Decimals) -> String {
        self.measure("locale-square-metres", self.number(area_m2, decimals))
    }

    /// A distance given in metres: whole metres below 1 km, then kilometres
    /// with two decimals, from 100 km on with one.
    pub fn distance(&self, distance_m: f64) -> String {
        if distance_m.abs() < M_PER_KM - 0.5 {
            return self.measure("locale-metres", self.number(distance_m, Decimals::exactly(0)));
        }
        let decimals = if distance_m.abs() < 100.0 * M_PER_KM - 5.0 { 2 } else { 1 };
        self.measure("locale-kilometres", self.number(distance_m / M_PER_KM, Decimals::exactly(decimals)))
    }

    /// A length in metres with `decimals` decimals, for drawing and measuring.
    pub fn length_m(&self, length_m: f64, decimals: usize) -> String {
        self.measure("locale-metres", self.number(length_m, Decimals::exactly(decimals)))
    }

    /// A power in kW.
    pub fn power(&self, power_kw: f64) -> String {
        self.measure("locale-kilowatts", self.number(power_kw, Decimals::up_to(1)))
    }

    /// A voltage in kV.
    pub fn voltage(&self, voltage_kv: f64) -> String {
        self.measure("locale-kilovolts", self.number(voltage_kv, Decimals::up_to(1)))
    }

    /// A flow of water in m³ a day.
    pub fn flow(&self, flow_m3d: f64) -> String {
        self.measure("locale-cubic-metres-per-day", self.number(flow_m3d, Decimals::up_to(1)))
    }

    /// A share 0–1 as a percentage with one decimal at most.
    pub fn percent(&self, share: f64) -> String {
        self.measure("locale-percent", self.number(share * 100.0, Decimals::up_to(1)))
    }

    /// A position, longitude before latitude, always from left to right.
    pub fn position(&self, longitude_deg: f64, latitude_deg: f64) -> String {
        let degrees = |value: f64| {
            numbers::format(value, Decimals::exactly(5), false, self.language()).replace('\u{200E}', "")
        };
        crate::locale::bidi::isolated_ltr(&format!("{}°, {}°", degrees(longitude_deg), degrees(latitude_deg)))
    }

    /// An amount of rials: whole below a million, then in millions and from there in
    /// milliards (English billions), both with two decimals at most.
    pub fn rials(&self, rials: i64) -> String {
        self.money(rials.into(), 1, ["locale-rials", "locale-million-rials", "locale-billion-rials"])
    }

    /// An amount of rials to the last one, as a record has it.
    pub fn whole_rials(&self, rials: i64) -> String {
        self.measure("locale-rials", numbers::format_hundredths(i128::from(rials) * 100, self.language()))
    }

    /// An amount of rials told in tomans of ten rials each, as [`Catalogue::rials`].
    pub fn tomans(&self, rials: i64) -> String {
        self.money(
            rials.into(),
            RIALS_PER_TOMAN,
            ["locale-tomans", "locale-million-tomans", "locale-billion-tomans"],
        )
    }

    /// `amount` in parts of which `parts` make one of the unit that `ids` name as it is,
    /// as a million and as a milliard.
    fn money(&self, amount: i128, parts: i128, ids: [&str; 3]) -> String {
        let [plain, million, milliard] = ids;
        let hundredths_of = |size: i128| rounded_quotient(amount * 100, parts * size);
        let millions = hundredths_of(MILLION);
        // By what would be told, so that no rounded figure reads "1,000 million".
        let (id, hundredths) = if millions.abs() >= 1_000 * 100 {
            (milliard, hundredths_of(MILLIARD))
        } else if amount.abs() >= parts * MILLION {
            (million, millions)
        } else {
            (plain, hundredths_of(1))
        };
        self.measure(id, numbers::format_hundredths(hundredths, self.language()))
    }

    fn measure(&self, id: &str, number: String) -> String {
        if number == numbers::NO_NUMBER {
            return number;
        }
        // The number is already in the digits of the language and needs no isolate.
        self.text_of_plain(id, "value", number)
    }
}

#[cfg(test)]
mod tests {
    use crate::locale::{Catalogue, Language, bidi};

    fn both(show: impl Fn(&Catalogue) -> String) -> (String, String) {
        let shown = |language| bidi::plain(&show(Catalogue::of(language)));
        (shown(Language::En), shown(Language::Fa))
    }

    #[test]
    fn areas_are_hectares_from_one_hectare_on() {
        assert_eq!(both(|c| c.area(121_528.556)), ("12.15 ha".into(), "۱۲٫۱۵ هکتار".into()));
        assert_eq!(both(|c| c.area(10_000.0)), ("1.00 ha".into(), "۱٫۰۰ هکتار".into()));
        assert_eq!(both(|c| c.area(9_876.4)), ("9,876 m²".into(), "۹٬۸۷۶ متر مربع".into()));
    }

    #[test]
    fn distances_powers_and_shares() {
        assert_eq!(both(|c| c.distance(850.4)), ("850 m".into(), "۸۵۰ متر".into()));
        assert_eq!(both(|c| c.distance(999.7)), ("1.00 km".into(), "۱٫۰۰ کیلومتر".into()));
        assert_eq!(both(|c| c.distance(10_679.623)), ("10.68 km".into(), "۱۰٫۶۸ کیلومتر".into()));
        assert_eq!(both(|c| c.distance(198_356.979)), ("198.4 km".into(), "۱۹۸٫۴ کیلومتر".into()));
        assert_eq!(both(|c| c.power(2_500.0)), ("2,500 kW".into(), "۲٬۵۰۰ کیلووات".into()));
        assert_eq!(both(|c| c.percent(0.9111)), ("91.1%".into(), "۹۱٫۱٪".into()));
        assert_eq!(both(|c| c.percent(f64::NAN)), ("—".into(), "—".into()));
    }

    /// The figures of the domain reference (§0, §10.2) and what lies at the limits.
    #[test]
    fn money_is_told_in_millions_and_milliards() {
        let rials = |amount: i64| both(|c| c.rials(amount));
        let told = |en: &str, fa: &str| (en.to_owned(), fa.to_owned());
        assert_eq!(rials(0), told("0 rials", "۰ ریال"));
        assert_eq!(rials(-250_000), told("-250,000 rials", "−۲۵۰٬۰۰۰ ریال"));
        assert_eq!(rials(999_999), told("999,999 rials", "۹۹۹٬۹۹۹ ریال"));
        assert_eq!(rials(1_000_000), told("1 million rials", "۱ میلیون ریال"));
        assert_eq!(rials(1_255_000), told("1.26 million rials", "۱٫۲۶ میلیون ریال"));
        assert_eq!(rials(999_994_999), told("999.99 million rials", "۹۹۹٫۹۹ میلیون ریال"));
        assert_eq!(rials(999_995_000), told("1 billion rials", "۱ میلیارد ریال"));
        assert_eq!(rials(-12_500_000_000), told("-12.5 billion rials", "−۱۲٫۵ میلیارد ریال"));
        assert_eq!(rials(5_000_000_000_000), told("5,000 billion rials", "۵٬۰۰۰ میلیارد ریال"));
        let huge = told("-9,223,372,036.85 billion rials", "−۹٬۲۲۳٬۳۷۲٬۰۳۶٫۸۵ میلیارد ریال");
        assert_eq!(rials(i64::MIN), huge);
        let whole = both(|c| c.whole_rials(-1_255_000));
        assert_eq!(whole, told("-1,255,000 rials", "−۱٬۲۵۵٬۰۰۰ ریال"));
        let tomans = |amount: i64| both(|c| c.tomans(amount));
        assert_eq!(tomans(5_000_000_000_000), told("500 billion tomans", "۵۰۰ میلیارد تومان"));
        assert_eq!(tomans(0), told("0 tomans", "۰ تومان"));
        assert_eq!(tomans(12_345), told("1,234.5 tomans", "۱٬۲۳۴٫۵ تومان"));
        assert_eq!(tomans(9_999_999), told("999,999.9 tomans", "۹۹۹٬۹۹۹٫۹ تومان"));
        assert_eq!(tomans(10_000_000), told("1 million tomans", "۱ میلیون تومان"));
        assert_eq!(tomans(-9_999_950_000), told("-1 billion tomans", "−۱ میلیارد تومان"));
    }

    #[test]
    fn zero_negative_huge_and_rounded_figures_keep_their_unit() {
        let told = |en: &str, fa: &str| (en.to_owned(), fa.to_owned());
        for (area_m2, shown) in [
            (0.0, told("0 m²", "۰ متر مربع")),
            (-0.3, told("0 m²", "۰ متر مربع")),
            (9_999.4, told("9,999 m²", "۹٬۹۹۹ متر مربع")),
            // Never "10,000 m²": that is a hectare.
            (9_999.5, told("1.00 ha", "۱٫۰۰ هکتار")),
            (-52_000.0, told("-5.20 ha", "−۵٫۲۰ هکتار")),
            (1_648_195e6, told("164,819,500.00 ha", "۱۶۴٬۸۱۹٬۵۰۰٫۰۰ هکتار")),
            (f64::INFINITY, told("—", "—")),
        ] {
            assert_eq!(both(|c| c.area(area_m2)), shown, "{area_m2}");
        }
        for (distance_m, shown) in [
            (0.0, told("0 m", "۰ متر")),
            (-250.0, told("-250 m", "−۲۵۰ متر")),
            (99_994.0, told("99.99 km", "۹۹٫۹۹ کیلومتر")),
            (99_996.0, told("100.0 km", "۱۰۰٫۰ کیلومتر")),
            (40_075_017.0, told("40,075.0 km", "۴۰٬۰۷۵٫۰ کیلومتر")),
        ] {
            assert_eq!(both(|c| c.distance(distance_m)), shown, "{distance_m}");
        }
        for (figure, power, flow, share) in [
            (0.0, told("0 kW", "۰ کیلووات"), told("0 m³/day", "۰ متر مکعب در روز"), told("0%", "۰٪")),
            (-0.04, told("0 kW", "۰ کیلووات"), told("0 m³/day", "۰ متر مکعب در روز"), told("-4%", "−۴٪")),
            (
                999.96,
                told("1,000 kW", "۱٬۰۰۰ کیلووات"),
                told("1,000 m³/day", "۱٬۰۰۰ متر مکعب در روز"),
                told("99,996%", "۹۹٬۹۹۶٪"),
            ),
            (
                1e12,
                told("1,000,000,000,000 kW", "۱٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰ کیلووات"),
                told("1,000,000,000,000 m³/day", "۱٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰ متر مکعب در روز"),
                told("100,000,000,000,000%", "۱۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٪"),
            ),
        ] {
            assert_eq!(both(|c| c.power(figure)), power);
            assert_eq!(both(|c| c.flow(figure)), flow);
            assert_eq!(both(|c| c.percent(figure)), share);
        }
        assert_eq!(both(|c| c.voltage(63.0)), told("63 kV", "۶۳ کیلوولت"));
        assert_eq!(both(|c| c.area_m2(-12_345.6)), told("-12,346 m²", "−۱۲٬۳۴۶ متر مربع"));
    }

    #[test]
    fn positions_read_from_left_to_right() {
        let shown = Catalogue::of(Language::Fa).position(51.389, 35.68921);
        assert_eq!(shown, "\u{2066}۵۱٫۳۸۹۰۰°, ۳۵٫۶۸۹۲۱°\u{2069}");
    }
}
