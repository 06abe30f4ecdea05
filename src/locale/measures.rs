//! Areas, distances, powers and shares as a person reads them, with their unit.

use crate::locale::Catalogue;
use crate::locale::numbers::{self, Decimals};

/// Square metres in a hectare.
const M2_PER_HECTARE: f64 = 10_000.0;
/// Metres in a kilometre.
const M_PER_KM: f64 = 1_000.0;

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
        if area_m2.abs() >= M2_PER_HECTARE {
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
        let decimals = if distance_m.abs() < 100.0 * M_PER_KM { 2 } else { 1 };
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

    #[test]
    fn positions_read_from_left_to_right() {
        let shown = Catalogue::of(Language::Fa).position(51.389, 35.68921);
        assert_eq!(shown, "\u{2066}۵۱٫۳۸۹۰۰°, ۳۵٫۶۸۹۲۱°\u{2069}");
    }
}
