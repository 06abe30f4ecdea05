# واحدها، تاریخ‌ها و مقدارهای تایپ‌شده. فاصله نشکن واحد را کنار عدد نگه می‌دارد.

locale-language-fa = فارسی
locale-language-en = English

locale-hectares = { $value }{ "\u00A0" }هکتار
locale-square-metres = { $value }{ "\u00A0" }متر{ "\u00A0" }مربع
locale-metres = { $value }{ "\u00A0" }متر
locale-kilometres = { $value }{ "\u00A0" }کیلومتر
locale-kilowatts = { $value }{ "\u00A0" }کیلووات
locale-kilovolts = { $value }{ "\u00A0" }کیلوولت
locale-cubic-metres-per-day = { $value }{ "\u00A0" }متر{ "\u00A0" }مکعب در روز
locale-percent = { $value }٪
locale-rials = { $value }{ "\u00A0" }ریال
locale-million-rials = { $value }{ "\u00A0" }میلیون{ "\u00A0" }ریال
locale-billion-rials = { $value }{ "\u00A0" }میلیارد{ "\u00A0" }ریال
locale-tomans = { $value }{ "\u00A0" }تومان
locale-million-tomans = { $value }{ "\u00A0" }میلیون{ "\u00A0" }تومان
locale-billion-tomans = { $value }{ "\u00A0" }میلیارد{ "\u00A0" }تومان

locale-weekday-saturday = شنبه
locale-weekday-sunday = یکشنبه
locale-weekday-monday = دوشنبه
locale-weekday-tuesday = سه‌شنبه
locale-weekday-wednesday = چهارشنبه
locale-weekday-thursday = پنجشنبه
locale-weekday-friday = جمعه
locale-weekday-short-saturday = ش
locale-weekday-short-sunday = ی
locale-weekday-short-monday = د
locale-weekday-short-tuesday = س
locale-weekday-short-wednesday = چ
locale-weekday-short-thursday = پ
locale-weekday-short-friday = ج

locale-month-1 = فروردین
locale-month-2 = اردیبهشت
locale-month-3 = خرداد
locale-month-4 = تیر
locale-month-5 = مرداد
locale-month-6 = شهریور
locale-month-7 = مهر
locale-month-8 = آبان
locale-month-9 = آذر
locale-month-10 = دی
locale-month-11 = بهمن
locale-month-12 = اسفند

locale-gregorian-month-1 = ژانویه
locale-gregorian-month-2 = فوریه
locale-gregorian-month-3 = مارس
locale-gregorian-month-4 = آوریل
locale-gregorian-month-5 = مه
locale-gregorian-month-6 = ژوئن
locale-gregorian-month-7 = ژوئیه
locale-gregorian-month-8 = اوت
locale-gregorian-month-9 = سپتامبر
locale-gregorian-month-10 = اکتبر
locale-gregorian-month-11 = نوامبر
locale-gregorian-month-12 = دسامبر

locale-calendar-jalali = هجری شمسی
locale-calendar-gregorian = میلادی
locale-month-of-year = { $month } { $year }
locale-long-day = { $weekday } { $day } { $month } { $year }
locale-days-between = از { $from } تا { $until }
locale-days-from = از { $from }
locale-days-until = تا { $until }

locale-number-empty = عددی وارد نشده است.
    .advice = یک عدد بنویسید، برای نمونه ۱۲٫۵.
locale-number-unexpected = نویسه «{ $character }» در عدد جایی ندارد.
    .advice = فقط رقم و یک ممیز بنویسید، برای نمونه ۱۲٫۵.
locale-number-two-decimal-marks = عدد بیش از یک ممیز دارد.
    .advice = فقط یک ممیز (٫ یا . یا /) به کار ببرید، برای نمونه ۱۲٫۵.
locale-number-misplaced-thousands-mark = این عدد را دو جور می‌توان خواند.
    .advice = برای دوازده و نیم بنویسید ۱۲٫۵ و برای دوازده هزار و پانصد بنویسید ۱۲٬۵۰۰.

locale-date-form = «{ $text }» تاریخ نیست.
    .advice = تاریخ را به شکل سال/ماه/روز بنویسید، برای نمونه ۱۴۰۲/۱۲/۲۹.
locale-date-year = سال { $year } نه شمسی است و نه میلادی.
    .advice = سال را با چهار رقم بنویسید، برای نمونه ۱۴۰۲.
locale-date-no-such-day = روز { $text } در تقویم وجود ندارد.
    .advice = روز را بررسی کنید؛ اسفند فقط در سال کبیسه ۳۰ روز دارد.
