# Messages of the module `store` (en).
