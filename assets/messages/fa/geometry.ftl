# Messages of the module `geometry` (fa).
