# Messages of the module `exchange` (en).
