# Messages of the module `cli` (en).
