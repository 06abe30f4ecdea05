# فرمان‌ها، کارها و خطاهای آنها

job-panicked = کار به علت نقصی در برنامه متوقف شد.
    .advice = چیزی تغییر نکرد. دوباره امتحان کنید؛ اگر تکرار شد، جزئیات فنی را برای ما بفرستید.
job-cancelled = لغو شد؛ چیزی تغییر نکرد.
    .advice = هر زمان خواستید دوباره آغاز کنید.
job-open = باز کردن { $file }
job-create = ساختن { $file }
job-sample = ساختن پروژه نمونه
job-import = ورود داده از { $file }
job-inspect = خواندن { $file }
job-change = ذخیره تغییر
job-keep-elsewhere = نگه داشتن پروژه در { $file }
job-standing = وارسی پرونده
app-look-in-use = پرونده { $file } از { $since } نزد { $user } روی { $host } (فرایند { $pid }) در دست ویرایش است؛ اینجا فقط برای دیدن باز است.
    .advice = از او بخواهید آن را ببندد، سپس اینجا دوباره بازش کنید.
app-look-read-only = در { $file } نمی‌توان نوشت؛ فقط برای دیدن باز است.
    .advice = برای کار روی آن، پرونده و پوشه‌اش را نوشتنی کنید یا از آن رونوشت بگیرید و دوباره بازش کنید.
app-without-geometry = { $count } هندسه را نمی‌توان خواند (نخستین: سطر { $fid })؛ آن‌ها روی نقشه و در بررسی‌ها نیستند.
    .advice = بقیه سر جای خود است. فهرست آن‌ها را با shahrak verify ببینید، سپس از نسخه پشتیبان یا با ورود دوباره عارضه‌ها درستشان کنید.
app-made-but-unseen = تغییر در پرونده هست، اما وضع کنونی پروژه را نمی‌توان خواند.
    .advice = پروژه را دوباره باز کنید.
job-undo = واگرد
job-redo = انجام دوباره
job-details = خواندن ویژگی‌ها
job-names = گردآوری نام‌ها
job-regions = فهرست کردن دهستان‌ها
job-recent = بررسی پروژه‌های اخیر
job-dialog = پرسیدن مسیر
job-paths = کامل کردن مسیر
job-settings = نگهداری تنظیمات

mark-unknown-kind = { $kind } نوع نشان شناخته‌شده‌ای نیست.
    .advice = یکی از اینها را به کار ببرید: { $kinds }.
mark-no-reason = نشان باید دلیل داشته باشد.
    .advice = در چند کلمه بنویسید چرا این منطقه نشان می‌شود.
mark-not-a-region = { $name } منطقه نیست؛ در لایه { $layer } است.
    .advice = کد یک استان، شهرستان، بخش یا دهستان را بدهید.
mark-nothing-to-clear = { $area } چنین نشانی ندارد.
    .advice = چیزی برای پاک کردن نیست.

action-draw-zone = ترسیم ناحیه
action-reshape-zone = تغییر مرز ناحیه
action-rename-zone = تغییر نام ناحیه
action-remove-zone = حذف ناحیه
action-mark = نشان کردن منطقه
action-clear-mark = پاک کردن نشان
action-import = ورود داده
action-import-nothing = ورود داده (چیز تازه‌ای نبود)
action-upgrade = ارتقای پرونده پروژه
action-undo = واگرد
action-redo = انجام دوباره
action-outside-edit = ویرایش با برنامه‌ای دیگر

measure-no-geometry = عارضه { $index } هندسه ندارد.
    .advice = چیزی برای اندازه‌گیری نیست.
measure-not-a-geometry = هندسه عارضه { $index } خوانده نمی‌شود ({ $word }).
    .advice = مختصات یا نوع آن را درست کنید.

render-base-map = نقشه زمینه همراه برنامه خوانده نمی‌شود.
    .advice = برنامه را دوباره نصب کنید؛ اگر باقی ماند، آن را با جزئیات فنی گزارش دهید.
render-style-table = جدول رنگ قطعات خوانده نمی‌شود.
    .advice = پرونده همراه برنامه را بازگردانید یا سطری را که در جزئیات فنی آمده است درست کنید.

topology-overlap = قطعه‌های { $one } و { $other } به اندازه { $area } متر مربع هم‌پوشانی دارند.
    .advice = مرز یکی از دو قطعه را اصلاح کنید.
topology-outside-estate = قطعه { $plot } به اندازه { $area } متر مربع از مرز شهرک { $estate } بیرون است.
    .advice = مرز قطعه یا مرز شهرک را اصلاح کنید.
topology-unchecked = هم‌پوشانی قطعه‌ها و بیرون‌زدگی از مرز شهرک بررسی نشد، چون پروژه تا پایان خوانده نمی‌شود.
    .advice = آنچه را در بالا نام برده شده درست کنید و دوباره بررسی کنید.
topology-invalid = هندسه { $feature } معتبر نیست ({ $word }).
    .advice = آن را دوباره ترسیم کنید تا هیچ دو ضلعی یکدیگر را قطع نکنند.
map-ground-source = زمینه: GSHHG (LGPL)، GeoNames (CC BY 4.0)
map-more-sources = و { $count } منبع دیگر
map-invented = داده ساختگی و تقریبی
