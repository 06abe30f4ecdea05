# Messages of the module `model` (en).
