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
locale-rials = { $value }{ "\u00A0" }rials
locale-million-rials = { $value }{ "\u00A0" }million{ "\u00A0" }rials
locale-billion-rials = { $value }{ "\u00A0" }billion{ "\u00A0" }rials
locale-tomans = { $value }{ "\u00A0" }tomans
locale-million-tomans = { $value }{ "\u00A0" }million{ "\u00A0" }tomans
locale-billion-tomans = { $value }{ "\u00A0" }billion{ "\u00A0" }tomans

locale-weekday-saturday = Saturday
locale-weekday-sunday = Sunday
locale-weekday-monday = Monday
locale-weekday-tuesday = Tuesday
locale-weekday-wednesday = Wednesday
locale-weekday-thursday = Thursday
locale-weekday-friday = Friday
locale-weekday-short-saturday = Sa
locale-weekday-short-sunday = Su
locale-weekday-short-monday = Mo
locale-weekday-short-tuesday = Tu
locale-weekday-short-wednesday = We
locale-weekday-short-thursday = Th
locale-weekday-short-friday = Fr

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

locale-gregorian-month-1 = January
locale-gregorian-month-2 = February
locale-gregorian-month-3 = March
locale-gregorian-month-4 = April
locale-gregorian-month-5 = May
locale-gregorian-month-6 = June
locale-gregorian-month-7 = July
locale-gregorian-month-8 = August
locale-gregorian-month-9 = September
locale-gregorian-month-10 = October
locale-gregorian-month-11 = November
locale-gregorian-month-12 = December

locale-calendar-jalali = Jalali
locale-calendar-gregorian = Gregorian
locale-month-of-year = { $month } { $year }
locale-long-day = { $weekday } { $day } { $month } { $year }
locale-days-between = { $from } to { $until }
locale-days-from = from { $from }
locale-days-until = until { $until }

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
