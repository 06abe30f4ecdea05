# Messages of the module `analysis` (fa).
