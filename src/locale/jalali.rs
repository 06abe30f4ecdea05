//! Dates: Gregorian (ISO) in files, Jalali in display and typing.
//! The calendar is that of the crate `icu_calendar`.

use std::fmt;

use icu_calendar::cal::Persian;
use icu_calendar::{Date, Iso};

use crate::base::{Problem, ToProblem};
use crate::locale::{Language, digits};

/// Years read as Jalali; a year outside these and [`GREGORIAN_YEARS`] is refused,
/// as no record of an estate can be that old and it is a slip of the finger.
const JALALI_YEARS: std::ops::RangeInclusive<i32> = 1200..=1599;
/// Years read as Gregorian: those that [`JALALI_YEARS`] reach into, the last of
/// which ends in March 2221.
const GREGORIAN_YEARS: std::ops::RangeInclusive<i32> = 1821..=2221;

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

/// Whether Esfand of the Jalali `year` has 30 days.
pub fn is_leap_year(year: i32) -> bool {
    Day::from_jalali(year, 12, 30).is_ok()
}

/// Message id of the name of a Jalali month (1–12).
pub fn month_message(month: u8) -> Option<&'static str> {
    const IDS: [&str; 12] = [
        "locale-month-1",
        "locale-month-2",
        "locale-month-3",
        "locale-month-4",
        "locale-month-5",
        "locale-month-6",
        "locale-month-7",
        "locale-month-8",
        "locale-month-9",
        "locale-month-10",
        "locale-month-11",
        "locale-month-12",
    ];
    IDS.get(usize::from(month).checked_sub(1)?).copied()
}

impl Weekday {
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
