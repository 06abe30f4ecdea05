# Messages of the module `store` (fa).
