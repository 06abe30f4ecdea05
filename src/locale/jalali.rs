//! Dates: Gregorian (ISO) in files, Jalali in display and typing.
//! The calendar is that of the crate `icu_calendar`.

use std::fmt;
use std::ops::RangeInclusive;

use icu_calendar::cal::Persian;
use icu_calendar::types::RataDie;
use icu_calendar::{Date, Iso};

use crate::base::{Problem, ToProblem};
use crate::locale::{Language, digits};

/// Years read as Jalali; a year outside these and [`GREGORIAN_YEARS`] is refused,
/// as no record of an estate can be that old and it is a slip of the finger.
pub const JALALI_YEARS: RangeInclusive<i32> = 1200..=1599;
/// Years read as Gregorian: those that [`JALALI_YEARS`] reach into, the last of
/// which ends in March 2221.
pub const GREGORIAN_YEARS: RangeInclusive<i32> = 1821..=2221;

/// A day, independent of the calendar in which it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    iso: Date<Iso>,
}

/// Year, month (1–12) and day (1–31) of one calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonthDay {
    /// Year of the calendar.
    pub year: i32,
    /// Month, from 1.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// A day of the week; the Iranian week starts on Saturday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Weekday {
    Saturday,
    Sunday,
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
}

/// Why a typed text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not of the form year/month/day.
    #[error("{0:?} is not of the form year/month/day")]
    Form(String),
    /// The year is neither a Jalali nor a Gregorian one of our time.
    #[error("year {0} is neither Jalali nor Gregorian")]
    Year(i32),
    /// No such day in that calendar, for example 1402/12/30.
    #[error("there is no day {0}")]
    NoSuchDay(String),
}

impl ToProblem for DateError {
    fn to_problem(&self) -> Problem {
        match self {
            DateError::Form(text) => Problem::new("locale-date-form").with("text", text.as_str()),
            DateError::Year(year) => Problem::new("locale-date-year").with("year", year.to_string()),
            DateError::NoSuchDay(text) => Problem::new("locale-date-no-such-day").with("text", text.as_str()),
        }
    }
}

impl Day {
    /// Reads `2024-03-19`, `1402/12/29` or `۱۴۰۲/۱۲/۲۹`, with `-` or `/`; the
    /// year tells the calendar.
    ///
    /// # Errors
    /// [`DateError`] when it has another form or there is no such day.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let ascii = digits::to_ascii(&crate::locale::bidi::plain(text.trim()));
        let form = || DateError::Form(text.trim().to_owned());
        let separator = if ascii.contains('/') { '/' } else { '-' };
        let mut parts = ascii.split(separator);
        let (Some(year), Some(month), Some(day), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(form());
        };
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4
            || month.len() > 2
            || day.len() > 2
            || ![year, month, day].into_iter().all(all_digits)
        {
            return Err(form());
        }
        let year: i32 = year.parse().map_err(|_| form())?;
        let month: u8 = month.parse().map_err(|_| form())?;
        let day: u8 = day.parse().map_err(|_| form())?;
        if JALALI_YEARS.contains(&year) {
            Self::from_jalali(year, month, day)
        } else if GREGORIAN_YEARS.contains(&year) {
            Self::from_iso(year, month, day)
        } else {
            Err(DateError::Year(year))
        }
    }

    /// The day `year`/`month`/`day` of the Gregorian calendar.
    ///
    /// # Errors
    /// [`DateError::NoSuchDay`].
    pub fn from_iso(year: i32, month: u8, day: u8) -> Result<Self, DateError> {
        Date::try_new_iso(year, month, day)
            .map(|iso| Day { iso })
            .map_err(|_| DateError::NoSuchDay(format!("{year:04}-{month:02}-{day:02}")))
    }

    /// The day `year`/`month`/`day` of the Jalali calendar.
    ///
    /// # Errors
    /// [`DateError::NoSuchDay`].
    pub fn from_jalali(year: i32, month: u8, day: u8) -> Result<Self, DateError> {
        Date::try_new_persian(year, month, day)
            .map(|date| Day { iso: date.to_calendar(Iso) })
            .map_err(|_| DateError::NoSuchDay(format!("{year:04}/{month:02}/{day:02}")))
    }

    /// Gregorian year, month and day.
    pub fn iso(self) -> YearMonthDay {
        YearMonthDay {
            year: self.iso.year().extended_year(),
            month: self.iso.month().ordinal,
            day: self.iso.day_of_month().0,
        }
    }

    /// Jalali year, month and day.
    pub fn jalali(self) -> YearMonthDay {
        let date = self.iso.to_calendar(Persian);
        YearMonthDay {
            year: date.year().extended_year(),
            month: date.month().ordinal,
            day: date.day_of_month().0,
        }
    }

    /// The day so many days later, or earlier where `days` is negative.
    pub fn plus_days(self, days: i32) -> Self {
        let count = self.iso.to_rata_die().to_i64_date().saturating_add(days.into());
        Day { iso: Date::from_rata_die(RataDie::new(count), Iso) }
    }

    /// How many days `other` is later; negative where it is earlier.
    pub fn days_until(self, other: Day) -> i64 {
        other.iso.to_rata_die() - self.iso.to_rata_die()
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        use icu_calendar::types::Weekday as Icu;
        match self.iso.weekday() {
            Icu::Saturday => Weekday::Saturday,
            Icu::Sunday => Weekday::Sunday,
            Icu::Monday => Weekday::Monday,
            Icu::Tuesday => Weekday::Tuesday,
            Icu::Wednesday => Weekday::Wednesday,
            Icu::Thursday => Weekday::Thursday,
            Icu::Friday => Weekday::Friday,
        }
    }

    /// As it is shown: Jalali with Persian digits in Persian (`۱۴۰۲/۱۲/۲۹`), ISO in English.
    pub fn format(self, language: Language) -> String {
        match language {
            Language::Fa => digits::to_persian(&self.jalali_text()),
            Language::En => self.to_string(),
        }
    }

    /// The Jalali date with ASCII digits, for example `1402/12/29`.
    pub fn jalali_text(self) -> String {
        let YearMonthDay { year, month, day } = self.jalali();
        format!("{year:04}/{month:02}/{day:02}")
    }
}

impl Default for Day {
    /// 1 January 1970, from which clocks count.
    fn default() -> Self {
        const DAYS_BEFORE: i64 = 719_163;
        Day { iso: Date::from_rata_die(RataDie::new(DAYS_BEFORE), Iso) }
    }
}

impl fmt::Display for Day {
    /// The ISO date, for example `2024-03-19`, as files hold it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let YearMonthDay { year, month, day } = self.iso();
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

/// The year that people of a language would name, of a year as files hold it: of a
/// Gregorian one the Jalali year that it mostly falls in (2016: 1395), in English the
/// other way round. A year of neither calendar stays as it is.
pub fn year_in(year: i64, language: Language) -> i64 {
    /// A month in the middle of the Gregorian year, and one before the winter in
    /// which the Jalali year is already the Gregorian year after.
    const MIDDLE: u8 = 7;
    let Ok(number) = i32::try_from(year) else { return year };
    let told = match language {
        Language::Fa if GREGORIAN_YEARS.contains(&number) => {
            Day::from_iso(number, MIDDLE, 1).map(Day::jalali)
        }
        Language::En if JALALI_YEARS.contains(&number) => Day::from_jalali(number, MIDDLE, 1).map(Day::iso),
        _ => return year,
    };
    told.map_or(year, |day| i64::from(day.year))
}

/// The fiscal year that a day falls in, by its Jalali number: Iran's public fiscal year
/// is the Jalali year (Public Accounts Act of 1366, art. 6; domain.md §10.2).
pub fn fiscal_year(day: Day) -> i32 {
    day.jalali().year
}

/// The days of a fiscal year: 1 Farvardin to the last day of Esfand.
///
/// # Errors
/// [`DateError::Year`] for a year outside [`JALALI_YEARS`].
pub fn days_of_fiscal_year(year: i32) -> Result<RangeInclusive<Day>, DateError> {
    if !JALALI_YEARS.contains(&year) {
        return Err(DateError::Year(year));
    }
    let last = Day::from_jalali(year, 12, 30).or_else(|_| Day::from_jalali(year, 12, 29))?;
    Ok(Day::from_jalali(year, 1, 1)?..=last)
}

/// Whether Esfand of the Jalali `year` has 30 days.
pub fn is_leap_year(year: i32) -> bool {
    Day::from_jalali(year, 12, 30).is_ok()
}

impl Weekday {
    /// The days of the Iranian week in their order.
    pub const ALL: [Weekday; 7] = [
        Weekday::Saturday,
        Weekday::Sunday,
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
    ];

    /// Message id of the short name of this day, as over the columns of a calendar.
    pub fn short_message(self) -> &'static str {
        match self {
            Weekday::Saturday => "locale-weekday-short-saturday",
            Weekday::Sunday => "locale-weekday-short-sunday",
            Weekday::Monday => "locale-weekday-short-monday",
            Weekday::Tuesday => "locale-weekday-short-tuesday",
            Weekday::Wednesday => "locale-weekday-short-wednesday",
            Weekday::Thursday => "locale-weekday-short-thursday",
            Weekday::Friday => "locale-weekday-short-friday",
        }
    }

    /// Its place in the Iranian week: Saturday is 0, Friday 6.
    pub fn place(self) -> u8 {
        self as u8
    }

    /// Message id of the name of this day.
    pub fn message(self) -> &'static str {
        match self {
            Weekday::Saturday => "locale-weekday-saturday",
            Weekday::Sunday => "locale-weekday-sunday",
            Weekday::Monday => "locale-weekday-monday",
            Weekday::Tuesday => "locale-weekday-tuesday",
            Weekday::Wednesday => "locale-weekday-wednesday",
            Weekday::Thursday => "locale-weekday-thursday",
            Weekday::Friday => "locale-weekday-friday",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_year_is_told_in_the_calendar_of_the_language() {
        for (stored, fa, en) in [(2016, 1395, 2016), (1395, 1395, 2016), (2011, 1390, 2011), (7, 7, 7)] {
            assert_eq!(year_in(stored, Language::Fa), fa, "{stored}");
            assert_eq!(year_in(stored, Language::En), en, "{stored}");
        }
        assert_eq!(year_in(i64::MAX, Language::Fa), i64::MAX);
    }

    /// [T15] of the domain reference.
    #[test]
    fn known_days() {
        for (jalali, iso, weekday) in [
            ("1397/03/21", "2018-06-11", Some(Weekday::Monday)),
            ("1401/05/26", "2022-08-17", Some(Weekday::Wednesday)),
            ("1402/02/19", "2023-05-09", Some(Weekday::Tuesday)),
            ("1396/12/29", "2018-03-20", None),
            ("1399/12/30", "2021-03-20", None),
            ("1402/12/29", "2024-03-19", None),
            ("1403/12/30", "2025-03-20", None),
            ("1404/01/01", "2025-03-21", Some(Weekday::Friday)),
            ("1404/12/29", "2026-03-20", None),
            ("1405/01/01", "2026-03-21", Some(Weekday::Saturday)),
            ("1200/01/01", "1821-03-21", None),
            ("1599/12/29", "2221-03-20", None),
        ] {
            let day = Day::parse(jalali).unwrap();
            assert_eq!(day, Day::parse(iso).unwrap());
            assert_eq!(day.to_string(), iso);
            assert_eq!(day.jalali_text(), jalali);
            if let Some(weekday) = weekday {
                assert_eq!(day.weekday(), weekday, "{jalali}");
            }
        }
    }

    #[test]
    fn leap_years() {
        let leap: Vec<i32> = (1390..=1412).filter(|year| is_leap_year(*year)).collect();
        assert_eq!(leap, [1391, 1395, 1399, 1403, 1408, 1412]);
    }

    /// Years with 30 days in Esfand are four years apart, and five where the 33 years of
    /// the rhythm end: before 1375, 1408 and 1441.
    #[test]
    fn leap_years_of_four_generations() {
        let expected = [
            1346, 1350, 1354, 1358, 1362, 1366, 1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408,
            1412, 1416, 1420, 1424, 1428, 1432, 1436, 1441, 1445, 1449, 1453, 1457, 1461, 1465,
        ];
        let leap: Vec<i32> = (1343..=1465).filter(|year| is_leap_year(*year)).collect();
        assert_eq!(leap, expected);
    }

    #[test]
    fn a_fiscal_year_is_the_jalali_year() {
        let days = |year| days_of_fiscal_year(year).unwrap();
        for (year, first, last, count) in [
            (1402, "2023-03-21", "2024-03-19", 365),
            (1403, "2024-03-20", "2025-03-20", 366),
            (1404, "2025-03-21", "2026-03-20", 365),
        ] {
            let range = days(year);
            assert_eq!((range.start().to_string(), range.end().to_string()), (first.into(), last.into()));
            assert_eq!(range.start().days_until(*range.end()) + 1, count, "{year}");
            assert_eq!((fiscal_year(*range.start()), fiscal_year(*range.end())), (year, year));
            assert_eq!(fiscal_year(range.start().plus_days(-1)), year - 1);
            assert_eq!(range.end().plus_days(1), *days(year + 1).start());
        }
        assert_eq!(days_of_fiscal_year(2024), Err(DateError::Year(2024)));
        assert_eq!(days_of_fiscal_year(i32::MAX), Err(DateError::Year(i32::MAX)));
    }

    #[test]
    fn days_are_counted_across_years_and_calendars() {
        let day = Day::parse("1402/12/29").unwrap();
        assert_eq!(day.plus_days(1).jalali_text(), "1403/01/01");
        assert_eq!(day.plus_days(-29).jalali_text(), "1402/11/30");
        assert_eq!(day.days_until(Day::parse("2025-03-20").unwrap()), 366);
        assert_eq!(day.weekday(), Weekday::Tuesday);
        assert_eq!(day.weekday().place(), 3);
        assert_eq!(Day::default().to_string(), "1970-01-01");
        let far = day.plus_days(i32::MAX);
        assert!(far > day && day.plus_days(i32::MIN) < day);
    }

    #[test]
    fn days_that_are_not_are_refused() {
        assert_eq!(Day::parse("1402/12/30"), Err(DateError::NoSuchDay("1402/12/30".into())));
        assert!(matches!(Day::parse("1402/07/31"), Err(DateError::NoSuchDay(_))));
        assert!(matches!(Day::parse("2023-02-29"), Err(DateError::NoSuchDay(_))));
        assert!(matches!(Day::parse("0000-00-00"), Err(DateError::Year(0))));
        for text in
            ["", "1402", "1402/12", "02/12/29", "1402/12/29/1", "1402-12/29", "29/12/1402", "14o2/12/29"]
        {
            assert!(matches!(Day::parse(text), Err(DateError::Form(_))), "{text}");
        }
    }

    #[test]
    fn typed_and_shown_in_both_scripts() {
        let day = Day::parse("۱۴۰۲/۱۲/۲۹").unwrap();
        assert_eq!(day, Day::parse(" ١٤٠٢-١٢-٢٩ ").unwrap());
        assert_eq!(day, Day::parse("1402/12/29").unwrap());
        assert_eq!(day.format(Language::Fa), "۱۴۰۲/۱۲/۲۹");
        assert_eq!(day.format(Language::En), "2024-03-19");
        assert_eq!(Day::parse("1404/1/1").unwrap().jalali_text(), "1404/01/01");
    }

    proptest! {
        #[test]
        fn both_calendars_lead_back(year in 1200_i32..1600, month in 1_u8..=12, day in 1_u8..=29) {
            let date = Day::from_jalali(year, month, day).unwrap();
            prop_assert_eq!(date.jalali(), YearMonthDay { year, month, day });
            let iso = date.iso();
            prop_assert_eq!(Day::from_iso(iso.year, iso.month, iso.day).unwrap(), date);
            prop_assert_eq!(Day::parse(&date.to_string()).unwrap(), date);
            prop_assert_eq!(Day::parse(&date.format(Language::Fa)).unwrap(), date);
        }
    }
}
