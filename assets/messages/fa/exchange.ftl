# Messages of the module `exchange` (fa).
