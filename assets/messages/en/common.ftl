# Words that every part of the product uses.

common-ok = OK
common-cancel = Cancel
common-close = Close
common-back = Back
common-yes = Yes
common-no = No
common-search = Search
common-more = More
common-details = Details
common-why = Why this number?
common-none = none
common-list-separator = { ", " }
common-technical = Technical details

common-standard-input = standard input
common-place-file = { $value }
common-place-line = line { $value }
common-place-column = column { $value }
common-place-layer = layer { $value }
common-place-feature = feature { $value }
common-place-code = code { $value }

common-kind-name = { $kind } { $name }
common-name-code = { $name } ({ $code })
common-kind-name-code = { $kind } { $name } ({ $code })
