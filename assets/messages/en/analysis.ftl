# Messages of the module `analysis` (en).
