# Messages of the module `sample` (fa).
