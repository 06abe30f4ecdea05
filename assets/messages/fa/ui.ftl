# Messages of the module `ui` (fa).
