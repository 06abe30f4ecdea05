# نمای نقشه: ابزارها، ترسیم، کارت زنده.

map-draw-too-few = چندضلعی دست‌کم سه رأس می‌خواهد؛ اکنون { $count } رأس دارد.
    .advice = پیش از بستن، رأس‌های بیشتری بگذارید.
map-draw-crossing = ضلع‌های مرز یکدیگر را قطع می‌کنند.
    .advice = رأس‌ها را جابه‌جا کنید یا با Backspace بردارید تا هیچ دو ضلعی یکدیگر را قطع نکنند.
map-draw-no-area = این مرز هیچ مساحتی را در بر نمی‌گیرد.
    .advice = رأسی بیرون از خط بگذارید.
map-draw-length = طول تایپ‌شده عددی بزرگ‌تر از صفر نیست.
    .advice = طول را به متر بنویسید، برای نمونه ۱۲۰٫۵، یا برای ترسیم آزاد Esc را بزنید.

map-name = نقشه
map-north = شمال
map-show-all = نمایش همه

map-tool-select = انتخاب و جابه‌جایی نقشه
map-tool-polygon = ترسیم چندضلعی
map-tool-rectangle = مستطیل با اندازه
map-tool-vertices = ویرایش رأس‌ها
map-tool-measure = اندازه‌گیری
map-tool-with-key = { $name } ({ $key })

map-rectangle-width = پهنا (متر)
map-rectangle-height = درازا (متر)
map-rectangle-turn = چرخش (درجه)

map-hint-polygon = برای گذاشتن رأس کلیک کنید. Shift زاویه را قائمه نگه می‌دارد، عدد تایپ‌شده طول را به متر تعیین می‌کند و Alt چسبندگی را موقتاً برمی‌دارد؛ دوبار کلیک یا Enter مرز را می‌بندد.
map-hint-vertices = برای ویرایش رأس‌ها روی یک ناحیه کلیک کنید.
map-hint-measure = برای اندازه‌گیری طول و مساحت کلیک کنید؛ با دوبار کلیک یا Enter پایان می‌یابد.

map-menu-zoom = بزرگ‌نمایی روی این
map-menu-mark = نشان‌گذاری به عنوان کم‌برخوردار…
map-menu-edit = ویرایش رأس‌ها
map-menu-delete = حذف ناحیه
map-menu-copy = رونوشت کد

# $least و $most به هکتار.
map-card-area-inside = در بازه { $least } تا { $most } هکتار
map-card-area-near = نزدیک مرز بازه { $least } تا { $most } هکتار
map-card-area-outside = بیرون از بازه { $least } تا { $most } هکتار
map-card-area = مساحت
map-card-no-area = مساحت معلوم نیست
map-card-perimeter = محیط
map-card-length = طول
map-card-plots = قطعات هم‌پوشان
map-card-near-plots = نزدیک‌ترین قطعه
map-card-near-zones = نزدیک‌ترین ناحیه یا شهرک
map-card-none-loaded = بارگذاری نشده
map-card-touching = چسبیده
map-card-voltage-unknown = ولتاژ نامعلوم
map-card-kind-voltage = { $kind } ({ $voltage })
map-card-kind-of = { $family } ({ $kind })
map-card-distance = { $distance } · { $name }
map-card-no-complaint = هیچ ضابطه‌ای نقض نشده است
map-card-working = حکم و فاصله‌ها در دست محاسبه است…
map-card-more = { $count } یافته دیگر
map-card-typed = طول: { $typed } متر
map-label-province = استان { $name }
map-reach = { $what } · { $distance }
