# Units, dates and typed values. A hard space keeps a unit with its number.

locale-language-fa = فارسی
locale-language-en = English

locale-hectares = { $value }{ "\u00A0" }ha
locale-square-metres = { $value }{ "\u00A0" }m²
locale-metres = { $value }{ "\u00A0" }m
locale-kilometres = { $value }{ "\u00A0" }km
locale-kilowatts = { $value }{ "\u00A0" }kW
locale-kilovolts = { $value }{ "\u00A0" }kV
locale-cubic-metres-per-day = { $value }{ "\u00A0" }m³/day
locale-percent = { $value }%

locale-weekday-saturday = Saturday
locale-weekday-sunday = Sunday
locale-weekday-monday = Monday
locale-weekday-tuesday = Tuesday
locale-weekday-wednesday = Wednesday
locale-weekday-thursday = Thursday
locale-weekday-friday = Friday

locale-month-1 = Farvardin
locale-month-2 = Ordibehesht
locale-month-3 = Khordad
locale-month-4 = Tir
locale-month-5 = Mordad
locale-month-6 = Shahrivar
locale-month-7 = Mehr
locale-month-8 = Aban
locale-month-9 = Azar
locale-month-10 = Dey
locale-month-11 = Bahman
locale-month-12 = Esfand

locale-number-empty = No number was typed.
    .advice = Type a number, for example 12.5.
locale-number-unexpected = The character “{ $character }” has no place in a number.
    .advice = Type digits only, with one decimal mark, for example 12.5.
locale-number-two-decimal-marks = The number has more than one decimal mark.
    .advice = Use one decimal mark (. or /), for example 12.5.
locale-number-misplaced-thousands-mark = The number can be read in two ways.
    .advice = Write 12.5 for twelve and a half, or 12,500 for twelve thousand five hundred.

locale-date-form = “{ $text }” is not a date.
    .advice = Write year/month/day, for example 1402/12/29 or 2024-03-19.
locale-date-year = The year { $year } is neither a Jalali nor a Gregorian year.
    .advice = Write the year with four digits, for example 1402 or 2024.
locale-date-no-such-day = There is no day { $text } in the calendar.
    .advice = Check the day; Esfand has 30 days only in a leap year.
