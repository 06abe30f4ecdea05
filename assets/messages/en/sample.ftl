# Messages of the module `sample` (en).
