# Messages of the module `cli` (fa).
