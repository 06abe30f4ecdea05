//! Months as a calendar page shows them: weeks that start on Saturday, in the
//! Jalali calendar or, on request, in the Gregorian one; and stretches of days.

use std::ops::RangeInclusive;

use super::jalali::{Day, GREGORIAN_YEARS, JALALI_YEARS, YearMonthDay};
use super::{Catalogue, Language, digits};

/// Weeks on a page: six hold every month.
pub const WEEKS: u8 = 6;
/// Days of a week.
pub const DAYS_A_WEEK: u8 = 7;
/// Months of a year.
const MONTHS_A_YEAR: i32 = 12;

/// In which calendar days are shown and months counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// The calendar of Iran.
    Jalali,
    /// The calendar of files, and of people elsewhere.
    Gregorian,
}

impl Calendar {
    /// The calendar in which [`Day::format`] writes.
    pub fn of(language: Language) -> Self {
        match language {
            Language::Fa => Calendar::Jalali,
            Language::En => Calendar::Gregorian,
        }
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Calendar::Jalali => Calendar::Gregorian,
            Calendar::Gregorian => Calendar::Jalali,
        }
    }

    /// Message id of its name.
    pub fn message(self) -> &'static str {
        match self {
            Calendar::Jalali => "locale-calendar-jalali",
            Calendar::Gregorian => "locale-calendar-gregorian",
        }
    }

    fn years(self) -> RangeInclusive<i32> {
        match self {
            Calendar::Jalali => JALALI_YEARS,
            Calendar::Gregorian => GREGORIAN_YEARS,
        }
    }

    fn parts(self, day: Day) -> YearMonthDay {
        match self {
            Calendar::Jalali => day.jalali(),
            Calendar::Gregorian => day.iso(),
        }
    }

    fn day(self, year: i32, month: u8, day: u8) -> Option<Day> {
        match self {
            Calendar::Jalali => Day::from_jalali(year, month, day),
            Calendar::Gregorian => Day::from_iso(year, month, day),
        }
        .ok()
    }

    fn month_message(self, month: u8) -> String {
        match self {
            Calendar::Jalali => format!("locale-month-{month}"),
            Calendar::Gregorian => format!("locale-gregorian-month-{month}"),
        }
    }
}

/// A month of one calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    calendar: Calendar,
    year: i32,
    /// From 1.
    month: u8,
    first: Day,
}

impl Month {
    /// The month of a calendar that holds `day`; the first or last one that is shown
    /// where the day lies outside all.
    pub fn of(day: Day, calendar: Calendar) -> Self {
        let parts = calendar.parts(day);
        let years = calendar.years();
        let (year, month) = if parts.year < *years.start() {
            (*years.start(), 1)
        } else if parts.year > *years.end() {
            (*years.end(), 12)
        } else {
            (parts.year, parts.month)
        };
        // Every month has a first day.
        let first = calendar.day(year, month, 1).unwrap_or(day);
        Month { calendar, year, month, first }
    }

    /// Its first day.
    pub fn first(self) -> Day {
        self.first
    }

    /// How many days it has.
    pub fn length(self) -> u8 {
        const LONGEST: u8 = 31;
        let has = |day: &u8| self.calendar.day(self.year, self.month, *day).is_some();
        (1..=LONGEST).rev().find(has).unwrap_or(LONGEST)
    }

    /// Whether `day` is one of its days.
    pub fn holds(self, day: Day) -> bool {
        (0..i64::from(self.length())).contains(&self.first.days_until(day))
    }

    /// The month so many months later (earlier where negative), never outside the
    /// years that are read as dates.
    pub fn plus(self, months: i32) -> Self {
        let years = self.calendar.years();
        let ordinal = |year: i32, month: u8| year * MONTHS_A_YEAR + i32::from(month) - 1;
        let (least, most) = (ordinal(*years.start(), 1), ordinal(*years.end(), 12));
        let moved = ordinal(self.year, self.month).saturating_add(months).clamp(least, most);
        let (year, month) = (moved.div_euclid(MONTHS_A_YEAR), moved.rem_euclid(MONTHS_A_YEAR) as u8 + 1);
        let first = self.calendar.day(year, month, 1).unwrap_or(self.first);
        Month { calendar: self.calendar, year, month, first }
    }

    /// `day` so many months later, on the same day of the month or on the last one of a
    /// shorter month.
    pub fn same_day(day: Day, months: i32, calendar: Calendar) -> Day {
        let moved = Month::of(day, calendar).plus(months);
        let at = calendar.parts(day).day.min(moved.length());
        calendar.day(moved.year, moved.month, at).unwrap_or(moved.first)
    }

    /// The day on a place of its page: week 0 holds the first of the month, place 0 of
    /// a week is Saturday. Days of the months before and after fill the page.
    pub fn on_page(self, week: u8, place: u8) -> Day {
        let from_first = i32::from(week) * i32::from(DAYS_A_WEEK) + i32::from(place);
        self.first.plus_days(from_first - i32::from(self.first.weekday().place()))
    }

    /// Name and year, as the head of its page: «فروردین ۱۴۰۴», "March 2025".
    pub fn title(self, catalogue: &Catalogue) -> String {
        let month = catalogue.get(&self.calendar.month_message(self.month));
        let year = digits::in_language(&self.year.to_string(), catalogue.language());
        catalogue.text_of_plains("locale-month-of-year", &[("month", month), ("year", year)])
    }
}

impl Catalogue {
    /// The number of a day in its month.
    pub fn day_of_month(&self, day: Day, calendar: Calendar) -> String {
        digits::in_language(&calendar.parts(day).day.to_string(), self.language())
    }

    /// A day in full with its weekday: «شنبه ۲ فروردین ۱۴۰۴», "Saturday 22 March 2025".
    pub fn long_day(&self, day: Day, calendar: Calendar) -> String {
        let parts = calendar.parts(day);
        let number = |number: String| digits::in_language(&number, self.language());
        self.text_of_plains(
            "locale-long-day",
            &[
                ("weekday", self.get(day.weekday().message())),
                ("day", number(parts.day.to_string())),
                ("month", self.get(&calendar.month_message(parts.month))),
                ("year", number(parts.year.to_string())),
            ],
        )
    }

    /// A day as figures of a calendar: `۱۴۰۴/۰۱/۰۲`, `2025-03-22`.
    pub fn short_day(&self, day: Day, calendar: Calendar) -> String {
        let text = match calendar {
            Calendar::Jalali => day.jalali_text(),
            Calendar::Gregorian => day.to_string(),
        };
        digits::in_language(&text, self.language())
    }

    /// A stretch of days in words; empty where it is open at both ends.
    pub fn days(&self, days: DayRange, calendar: Calendar) -> String {
        let shown = |day: Day| self.short_day(day, calendar);
        match (days.from, days.until) {
            (Some(from), Some(until)) => {
                self.text_of_plains("locale-days-between", &[("from", shown(from)), ("until", shown(until))])
            }
            (Some(from), None) => self.text_of_plains("locale-days-from", &[("from", shown(from))]),
            (None, Some(until)) => self.text_of_plains("locale-days-until", &[("until", shown(until))]),
            (None, None) => String::new(),
        }
    }
}

/// A stretch of days, both ends of it included; an end may be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayRange {
    /// Its first day; open where it is not known.
    pub from: Option<Day>,
    /// Its last day.
    pub until: Option<Day>,
}

impl DayRange {
    /// Whether `day` lies in it.
    pub fn contains(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it ends before it begins, and so holds no day.
    pub fn is_backward(&self) -> bool {
        matches!((self.from, self.until), (Some(from), Some(until)) if until < from)
    }
}

impl From<RangeInclusive<Day>> for DayRange {
    fn from(days: RangeInclusive<Day>) -> Self {
        DayRange { from: Some(*days.start()), until: Some(*days.end()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::bidi;
    use crate::locale::jalali::{Weekday, days_of_fiscal_year};
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn a_page_starts_on_saturday_and_holds_the_month() {
        // 1 Farvardin 1404 is a Friday, the last day of the first week.
        let month = Month::of(day("1404/01/15"), Calendar::Jalali);
        assert_eq!((month.first(), month.length()), (day("1404/01/01"), 31));
        assert_eq!(month.on_page(0, 6), day("1404/01/01"));
        assert_eq!(month.on_page(0, 0), day("1403/12/25"));
        assert_eq!(month.on_page(1, 0).weekday(), Weekday::Saturday);
        assert_eq!(month.on_page(5, 1), day("1404/01/31"));
        let esfand = |year| Month::of(Day::from_jalali(year, 12, 1).unwrap(), Calendar::Jalali);
        assert_eq!((esfand(1402).length(), esfand(1403).length()), (29, 30));
        let february = Month::of(day("2024-02-29"), Calendar::Gregorian);
        assert_eq!((february.length(), february.first()), (29, day("2024-02-01")));
    }

    #[test]
    fn months_and_years_are_turned_to_their_ends() {
        let month = Month::of(day("1403/12/30"), Calendar::Jalali);
        assert_eq!(month.plus(1).first(), day("1404/01/01"));
        assert_eq!(month.plus(-12).first(), day("1402/12/01"));
        assert_eq!(month.plus(i32::MAX).first(), day("1599/12/01"));
        assert_eq!(month.plus(i32::MIN).first(), day("1200/01/01"));
        // 30 Esfand has no such day a year before or after.
        assert_eq!(Month::same_day(day("1403/12/30"), -12, Calendar::Jalali), day("1402/12/29"));
        assert_eq!(Month::same_day(day("1404/06/31"), 1, Calendar::Jalali), day("1404/07/30"));
        assert_eq!(Month::same_day(day("2024-01-31"), 1, Calendar::Gregorian), day("2024-02-29"));
    }

    #[test]
    fn told_in_both_calendars_and_languages() {
        let (fa, en) = (Catalogue::of(Language::Fa), Catalogue::of(Language::En));
        let (jalali, gregorian) = (Calendar::Jalali, Calendar::Gregorian);
        let at = day("1404/01/02");
        assert_eq!(bidi::plain(&fa.long_day(at, jalali)), "شنبه ۲ فروردین ۱۴۰۴");
        assert_eq!(bidi::plain(&fa.long_day(at, gregorian)), "شنبه ۲۲ مارس ۲۰۲۵");
        assert_eq!(en.long_day(at, gregorian), "Saturday 22 March 2025");
        assert_eq!(en.long_day(at, jalali), "Saturday 2 Farvardin 1404");
        assert_eq!(Month::of(at, jalali).title(fa), "فروردین ۱۴۰۴");
        assert_eq!(Month::of(at, gregorian).title(en), "March 2025");
        let year = DayRange::from(days_of_fiscal_year(1404).unwrap());
        assert_eq!(bidi::plain(&fa.days(year, jalali)), "از ۱۴۰۴/۰۱/۰۱ تا ۱۴۰۴/۱۲/۲۹");
        assert_eq!(en.days(year, gregorian), "2025-03-21 to 2026-03-20");
        assert_eq!(en.days(DayRange { until: None, ..year }, jalali), "from 1404/01/01");
        assert_eq!(en.days(DayRange { from: None, ..year }, gregorian), "until 2026-03-20");
        assert_eq!(fa.days(DayRange::default(), jalali), "");
    }

    #[test]
    fn a_stretch_holds_its_ends() {
        let year = DayRange::from(days_of_fiscal_year(1402).unwrap());
        assert!(year.contains(day("1402/01/01")) && year.contains(day("1402/12/29")));
        assert!(!year.contains(day("1403/01/01")) && !year.is_backward());
        let backward = DayRange { from: year.until, until: year.from };
        assert!(backward.is_backward() && !backward.contains(day("1402/06/01")));
        assert!(DayRange::default().contains(day("1300/01/01")));
    }

    proptest! {
        #[test]
        fn every_day_is_on_the_page_of_its_month(at in 0_i32..145_000, is_jalali in any::<bool>()) {
            let calendar = if is_jalali { Calendar::Jalali } else { Calendar::Gregorian };
            let day = day("1201/01/01").plus_days(at);
            let month = Month::of(day, calendar);
            prop_assert!(month.holds(day));
            let from_first = month.first().days_until(day) + i64::from(month.first().weekday().place());
            let (week, place) = ((from_first / 7) as u8, (from_first % 7) as u8);
            prop_assert!(week < WEEKS);
            prop_assert_eq!(month.on_page(week, place), day);
            prop_assert_eq!(day.weekday().place(), place);
            prop_assert_eq!(month.plus(1).plus(-1), month);
        }
    }
}
