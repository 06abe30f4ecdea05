# Messages of the module `render` (en).
