# Messages of the module `ui` (en).
