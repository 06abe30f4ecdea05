# Messages of the module `app` (en).
