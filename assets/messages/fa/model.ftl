# Messages of the module `model` (fa).
