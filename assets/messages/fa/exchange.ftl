# خواندن و نوشتن GeoJSON: چرا پرونده‌ای خوانده نمی‌شود، چرا عارضه‌ای کنار گذاشته
# می‌شود، چه چیزی اصلاح شد و به چه چیزی باید نگاه کرد.

exchange-cannot-read = پرونده { $file } تا پایان خوانده نشد{ $sound ->
    [0] ؛ پیش از آن هیچ عارضه سالمی نبود.
   *[other] ؛ { $sound } عارضه پیش از آن سالم بود.
}
    .advice = دیسک یا اتصال را بررسی کنید و دوباره امتحان کنید{ $salvage ->
    [0] .
   *[other] ؛ ‎--salvage‎ همان { $salvage } عارضه سالم را برمی‌دارد.
}
exchange-missing = پرونده { $file } پیدا نشد.
    .advice = مسیر و املای نام را بررسی کنید.
exchange-no-permission = اجازه خواندن { $file } را ندارید.
    .advice = از دارنده پرونده اجازه بگیرید یا آن را به پوشه خودتان رونوشت کنید.
exchange-directory = { $file } پوشه است.
    .advice = پرونده‌های درون آن را یک‌به‌یک نام ببرید.
exchange-empty = پرونده { $file } خالی است؛ چیزی خوانده نشد.
    .advice = گمان می‌رود دریافت یا رونوشت‌برداری نیمه‌کاره مانده باشد: پرونده را دوباره بگیرید.
exchange-pointer = پرونده { $file } تنها نشانی Git LFS است، نه خود داده.
    .advice = داده را با «git lfs pull» بگیرید یا خود پرونده را بارگیری کنید.
exchange-web-page = پرونده { $file } صفحه وب است؛ گویا پیام خطایی به نام داده ذخیره شده است.
    .advice = آن را در مرورگر باز کنید تا ببینید چه می‌گوید و داده را دوباره بارگیری کنید.
exchange-other-format = پرونده { $file } از نوع { $format } است، نه GeoJSON.
    .advice = آن را از حالت فشرده درآورید یا به صورت GeoJSON ذخیره کنید (در QGIS: ‏Export، ‏Save Features As، ‏GeoJSON).
exchange-encoding = متن پرونده { $file } به کدگذاری { $encoding } است، نه UTF-8.
    .advice = آن را دوباره با کدگذاری UTF-8 ذخیره کنید.
exchange-not-utf8 = متن پرونده { $file } به UTF-8 نیست: بایت { $byte } در سطر { $line }، ستون { $column } از کدگذاری دیگری است{ $sound ->
    [0] ؛ پیش از آن هیچ عارضه سالمی نبود.
   *[other] ؛ { $sound } عارضه پیش از آن سالم بود.
}
    .advice = آن را دوباره با کدگذاری UTF-8 ذخیره کنید؛ متن برنامه‌های قدیمی ویندوز بیشتر به Windows-1256 است{ $salvage ->
    [0] .
   *[other] ؛ ‎--salvage‎ همان { $salvage } عارضه سالم را برمی‌دارد.
}
exchange-cut-off = پرونده { $file } در میان یک مقدار بریده شده است (سطر { $line }، ستون { $column }){ $sound ->
    [0] ؛ پیش از آن هیچ عارضه سالمی نبود.
   *[other] ؛ { $sound } عارضه پیش از آن سالم بود.
}
    .advice = پرونده را دوباره بگیرید{ $salvage ->
    [0] .
   *[other] ؛ ‎--salvage‎ همان { $salvage } عارضه سالم را برمی‌دارد.
}
exchange-not-json = پرونده { $file } در سطر { $line }، ستون { $column } از نظر JSON درست نیست{ $sound ->
    [0] ؛ پیش از آن هیچ عارضه سالمی نبود.
   *[other] ؛ { $sound } عارضه پیش از آن سالم بود.
}
    .advice = متن را در همان‌جا درست کنید یا دوباره خروجی بگیرید{ $salvage ->
    [0] .
   *[other] ؛ ‎--salvage‎ همان { $salvage } عارضه سالم را برمی‌دارد.
}
exchange-not-geojson = پرونده { $file } از نوع JSON است، اما GeoJSON نیست.
    .advice = پرونده GeoJSON با شیئی آغاز می‌شود که «type» آن FeatureCollection، ‏Feature یا یک هندسه است. ببینید پرونده را درست برگزیده‌اید یا نه.
exchange-duplicate-member = در بیرونی‌ترین سطح { $file } یک عضو (type یا features) دو بار آمده و روشن نیست کدام‌یک منظور است.
    .advice = یکی از دو مورد را در متن پاک کنید؛ اگر برنامه‌ای پرونده را نوشته است، دوباره خروجی بگیرید.
exchange-too-large = یک مقدار در { $file } (سطر { $line }، ستون { $column }) از { $mebibytes } مبی‌بایت بزرگ‌تر است.
    .advice = آن عارضه را به چند بخش تقسیم کنید؛ عارضه‌ای به این بزرگی کمابیش همیشه نادرست است.
exchange-unknown-crs = سیستم مختصاتی که { $file } نام می‌برد به کار نمی‌آید: { $crs }.
    .advice = سیستم مختصات درست را با ‎--crs‎ بدهید، برای نمونه ‎--crs EPSG:32639‎.
exchange-unknown-crs-given = { $crs } سیستم مختصاتی نیست که بتوان به کار برد.
    .advice = پس از ‎--crs‎ واژه EPSG و شماره را بنویسید؛ در ایران بیشتر یکی از این‌هاست: { $known }.
exchange-late-crs = پرونده { $file } سیستم مختصات خود ({ $crs }) را تازه پس از عارضه‌ها نام می‌برد.
    .advice = سیستم مختصات را با ‎--crs‎ بدهید، یا به جای لوله، خود پرونده را با مسیرش وارد کنید.
exchange-projected = مختصات { $file } به متر است و پرونده نمی‌گوید در کدام سیستم مختصات. بسته به سیستم در یکی از این جاها می‌نشیند: { $candidates }.
    .advice = سیستمی را که جایش درست است با ‎--crs‎ بدهید.
exchange-projected-nowhere = مختصات { $file } به درجه نیست و اگر به متر خوانده شود در هیچ‌یک از سیستم‌های شناخته در ایران نمی‌نشیند.
    .advice = سیستم مختصات را از سازنده پرونده بپرسید و با ‎--crs‎ بدهید، برای نمونه ‎--crs EPSG:32639‎.
exchange-unknown-column = لایه { $layer } ستونی به نام { $name } ندارد؛ چیزی وارد نشد.
    .advice = پس از نشانه برابر در ‎--map‎ نام ستونی را بنویسید که لایه دارد.

exchange-rejected = این عارضه را نمی‌توان نگه داشت: { $detail }.
    .advice = آن را در منبع درست کنید و دوباره وارد کنید.
exchange-rejected-not-a-feature = این مورد عارضه (Feature) GeoJSON نیست { $detail }.
    .advice = مقدار «type» آن باید «Feature» باشد.
exchange-rejected-duplicate-member = یک عضو این عارضه دو بار آمده و معنای آن روشن نیست.
    .advice = یکی از دو مورد را در منبع پاک کنید.
exchange-rejected-properties-not-object = ویژگی‌ها (properties) نه شیء است و نه null.
    .advice = آن‌ها را به شکل {"{"}"name": value{"}"} بنویسید.
exchange-rejected-geometry-not-object = هندسه نه شیء است و نه null.
    .advice = عارضه را از برنامه سازنده‌اش دوباره خروجی بگیرید.
exchange-rejected-unknown-geometry-type = هندسه نوع ندارد یا نوع آن در GeoJSON شناخته نیست.
    .advice = نوع‌های مجاز: Point، ‏LineString، ‏Polygon، شکل‌های Multi آن‌ها و GeometryCollection.
exchange-rejected-coordinates-missing = هندسه مختصات ندارد.
    .advice = مختصات را بیفزایید یا به جای هندسه null بنویسید.
exchange-rejected-coordinates-malformed = مختصات با نوع هندسه نمی‌خواند: تودرتویی نادرست، یا چیزی که عدد نیست.
    .advice = نوع و کروشه‌ها را بررسی کنید؛ عددها بدون گیومه نوشته می‌شوند.
exchange-rejected-position-too-short = یک موقعیت کمتر از دو عدد دارد.
    .advice = هر موقعیت به طول و عرض جغرافیایی نیاز دارد.
exchange-rejected-not-a-number = یکی از مختصات NaN، بی‌نهایت یا null است.
    .advice = به آن رأس جای درست بدهید یا آن را بردارید.
exchange-rejected-number-out-of-range = یکی از مختصات بزرگ‌تر از آن است که عدد باشد.
    .advice = برنامه سازنده را بررسی کنید؛ هیچ جای زمین چنین مختصاتی ندارد.
exchange-rejected-nested-too-deeply = مجموعه‌ها بیش از اندازه درون هم آمده‌اند.
    .advice = بخش‌ها را در یک مجموعه بنویسید.
exchange-rejected-geometry-kind-not-taken = این لایه چنین هندسه‌ای نمی‌پذیرد ({ $detail }).
    .advice = برای این عارضه‌ها لایه دیگری برگزینید؛ لایه other هر هندسه‌ای را می‌پذیرد.
exchange-rejected-asset-without-geometry = این تأسیسات هندسه ندارد.
    .advice = به آن نقطه، خط یا سطح بدهید؛ بدون آن فاصله‌ای نمی‌توان سنجید.
exchange-rejected-not-transformable = یکی از موقعیت‌ها به WGS 84 تبدیل نمی‌شود: { $detail }.
    .advice = سیستم مختصاتی را که با ‎--crs‎ داده‌اید بررسی کنید.
exchange-rejected-degrees-in-lengths = مختصات آن ({ NUMBER($x, maximumFractionDigits: 6) }، { NUMBER($y, maximumFractionDigits: 6) }) به درجه می‌ماند، ولی سیستم مختصات { $crs } که باید در آن خوانده شود به متر می‌شمارد؛ اگر چنین خوانده شود در { NUMBER($lon, maximumFractionDigits: 4) }، { NUMBER($lat, maximumFractionDigits: 4) } می‌نشیند.
    .advice = اگر طول و عرض جغرافیایی است، پرونده را با ‎--crs EPSG:4326‎ وارد کنید و اگر خود پرونده سیستمی نام می‌برد آن را درست کنید.

exchange-repaired-swapped-lat-lon = طول و عرض جغرافیایی جابه‌جا بود و برگردانده شد.
    .advice = در منبع، نخست طول جغرافیایی را بنویسید.
exchange-repaired-snapped-to-range = موقعیتی که به اندازه مویی از کرانه زمین بیرون بود روی کرانه گذاشته شد.
    .advice = کاری لازم نیست.

exchange-warning = به { $field } نگاه کنید: { $value }.
    .advice = عارضه نگه داشته شد.
exchange-warning-value-not-allowed = «{ $value }» از واژه‌های مجاز { $field } نیست؛ این خانه خالی ماند.
    .advice = متن همان‌گونه که نوشته شده نگه داشته می‌شود. آن را درست کنید یا ویژگی را به ستون دیگری ببرید.
exchange-warning-value-not-a-number = «{ $value }» در { $field } عدد نیست؛ این خانه خالی ماند.
    .advice = متن همان‌گونه که نوشته شده نگه داشته می‌شود.
exchange-warning-value-not-a-date = «{ $value }» در { $field } تاریخ نیست؛ این خانه خالی ماند.
    .advice = تاریخ را به شکل ‎2024-03-19‎ یا ‎1402/12/29‎ بنویسید. متن همان‌گونه که نوشته شده نگه داشته می‌شود.
exchange-warning-value-not-yes-or-no = «{ $value }» در { $field } نه بله است و نه خیر؛ این خانه خالی ماند.
    .advice = متن همان‌گونه که نوشته شده نگه داشته می‌شود.
exchange-warning-value-not-text = در { $field } به جای یک متن، فهرست یا شیء آمده است؛ این خانه خالی ماند.
    .advice = مقدار همان‌گونه که نوشته شده نگه داشته می‌شود.
exchange-warning-duplicate-key = ویژگی { $field } دو بار آمده است؛ آخرین مورد به شمار می‌آید.
    .advice = یکی از دو مورد را در منبع پاک کنید.
exchange-warning-nan-as-null = مقداری که NaN یا Infinity نوشته شده بود نامعلوم گرفته شد.
    .advice = برای عدد نامعلوم null بنویسید؛ NaN در JSON وجود ندارد.
exchange-warning-bad-id = شناسه (id) نه متن است و نه عدد و به عنوان کد به کار نمی‌رود: { $value }.
    .advice = به عارضه شناسه ساده‌ای بدهید.
exchange-warning-bad-bbox = مقدار bbox کادر نیست (چهار یا شش عدد، جنوب پایین‌تر از شمال) و کنار گذاشته شد: { $value }.
    .advice = کاری لازم نیست؛ کادرها محاسبه می‌شوند.
exchange-warning-m-dropped = موقعیت‌ها عدد چهارم (M) داشتند؛ کنار گذاشته شد.
    .advice = طول، عرض و ارتفاع نگه داشته می‌شود.
exchange-warning-member-dropped = بخشی از مجموعه عضوهایی داشت که در GeoJSON شناخته نیست؛ کنار گذاشته شد.
    .advice = آن‌ها را در ویژگی‌های عارضه بنویسید.
exchange-warning-empty-geometry = هندسه ({ $value }) مختصات ندارد؛ عارضه بدون جا نگه داشته شد.
    .advice = هندسه‌اش را بکشید یا آن را به صورت ردیف جدول بگذارید.
exchange-warning-value-half-a-character = در { $field } نیمی از یک نویسه آمده است ({ $value }: نویسه ‎\u‎ که نیمه دیگرش نیست) و این متن نیست؛ این خانه خالی ماند.
    .advice = متن را در منبع درست کنید. مقدار همان‌گونه که نوشته شده نگه داشته می‌شود.
exchange-warning-far-outside-iran = پرونده بسیار دورتر از ایران می‌افتد: در سیستم مختصات { $value } این عارضه در { NUMBER($lon, maximumFractionDigits: 4) }، { NUMBER($lat, maximumFractionDigits: 4) } (طول، عرض جغرافیایی) جا می‌گیرد، نزدیک به { $km } کیلومتر آن‌سوتر.
    .advice = اگر نادرست است، ورود را واگرد کنید و سیستم مختصات درست را با ‎--crs‎ بدهید، برای نمونه ‎--crs EPSG:32639‎. این برای هر پرونده و لایه یک بار گفته می‌شود.
