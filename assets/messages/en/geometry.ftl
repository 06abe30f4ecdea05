# Messages of the module `geometry` (en).
