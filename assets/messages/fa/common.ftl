# واژه‌هایی که همه بخش‌های برنامه به کار می‌برند.

common-ok = تأیید
common-cancel = انصراف
common-close = بستن
common-back = بازگشت
common-yes = بله
common-no = خیر
common-search = جست‌وجو
common-more = بیشتر
common-details = جزئیات
common-why = این عدد از کجا آمده است؟
common-none = هیچ
common-list-separator = { "، " }
common-technical = جزئیات فنی

common-standard-input = ورودی استاندارد
common-place-file = { $value }
common-place-line = سطر { $value }
common-place-column = ستون { $value }
common-place-layer = لایه { $value }
common-place-feature = عارضه { $value }
common-place-code = کد { $value }

common-kind-name = { $kind } { $name }
common-name-code = { $name } ({ $code })
common-kind-name-code = { $kind } { $name } ({ $code })
