# واحدها، تاریخ‌ها و مقدارهای تایپ‌شده. فاصلهٔ نشکن واحد را کنار عدد نگه می‌دارد.

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

locale-weekday-saturday = شنبه
locale-weekday-sunday = یکشنبه
locale-weekday-monday = دوشنبه
locale-weekday-tuesday = سه‌شنبه
locale-weekday-wednesday = چهارشنبه
locale-weekday-thursday = پنجشنبه
locale-weekday-friday = جمعه

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

locale-number-empty = عددی وارد نشده است.
    .advice = یک عدد بنویسید، برای نمونه ۱۲٫۵.
locale-number-unexpected = نویسهٔ «{ $character }» در عدد جایی ندارد.
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
