# Messages of the module `render` (fa).
