# Messages of the module `app` (fa).
