# پاسخ‌ها و پیام‌های خط فرمان

cli-import-layer = { $layer }: { $added } افزوده، { $changed } تغییرکرده، { $unchanged } بی‌تغییر، { $missing } غایب، { $rejected } ردشده، { $repaired } ترمیم‌شده
cli-and-more = … و { $count } مورد دیگر (همه با ‎--json)
cli-seconds = { $seconds } ثانیه
cli-exported = { $count } عارضه در { $file } نوشته شد
cli-written = نوشته شد: { $file }
cli-info-layer = { $layer }: { $count }
cli-info-project = طرح‌واره { $schema }، بازنگری { $revision }، آخرین تغییر { $change }
cli-stepped = انجام شد؛ { $count } ردیف تغییر کرد
cli-event = { $date } · { $action } · { $layer } · { $actor } · { $reason }
cli-marked = { $area } نشان شد
cli-mark-cleared = نشان‌های { $area } پاک شد
cli-zone-ok = { $code }: { $area }، مجاز
cli-zone-not-ok = { $code }: { $area }، غیرمجاز
cli-verify-ok = ایرادی نیست
cli-verify-problem = { $kind } · { $where } · { $what }

cli-bad-map = { $value } نام یک ویژگی و یک ستون نیست.
    .advice = بنویسید ‎--map PROPERTY=COLUMN، برای نمونه ‎--map shomare=code.
cli-unknown-layer = لایه‌ای به نام { $value } نیست.
    .advice = لایه‌ها اینها هستند: { $layers }.
cli-unknown-kind = زیرساختی از نوع { $value } نیست.
    .advice = یک نوع یا خانواده را نام ببرید: power، water، gas، road، substation، power_line، well و مانند اینها.
cli-bad-distance = { $value } فاصله نیست.
    .advice = عددی بر حسب کیلومتر بدهید، صفر یا بیشتر.
cli-bad-box = { $value } یک کادر نیست.
    .advice = غرب،جنوب،شرق،شمال را به درجه بنویسید، برای نمونه 52,35,54,36.
cli-bad-size = { $value } اندازه نیست.
    .advice = عرض x ارتفاع را به پیکسل بنویسید، برای نمونه 1600x1000، هر یک تا 8192.
cli-answer-not-written = پاسخ نوشته نشد.
    .advice = ببینید خروجی استاندارد باز است و جا دارد.
cli-no-display = اینجا نمایشگری برای پنجره نیست.
    .advice = همین نقشه را با این فرمان در پرونده بکشید: { $command }
import-strict = ورود داده به { $findings } یافته برخورد و سخت‌گیرانه خواسته شده بود.
    .advice = چیزی تغییر نکرد. یافته‌ها را با ‎--dry-run و ‎--json ببینید، یا بدون ‎--strict وارد کنید.
import-code-repeated = عارضه { $index }: کد آن پیش‌تر در پرونده آمده است؛ بدون جای کد نگه داشته می‌شود.
    .advice = به هر عارضه کد خودش را بدهید.
import-not-stored = این عارضه در این لایه ذخیره نمی‌شود.
    .advice = آن را به لایه سایر وارد کنید.
project-none-open = پروژه‌ای باز نیست.
    .advice = نخست پروژه‌ای باز کنید یا بسازید.
file-not-written = پرونده نوشته نشد.
    .advice = ببینید پوشه هست، جا دارد و اجازه نوشتن دارید.
sample-no-home = پوشه‌ای شخصی برای پروژه نمونه نیست.
    .advice = پوشه‌ای را در متغیر SHAHRAK_DATA نام ببرید.
preset-unknown = پیش‌تنظیمی به نام { $name } نیست.
    .advice = پیش‌تنظیم‌ها اینها هستند: { $known }.
