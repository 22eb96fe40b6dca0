"""The stages that turn the English article into localized editions.

The words travel through the modules in this order: `source` (units) → `template` → `merge`
(catalogs, read and written by `catalog` alone) → `gate` (findings of `checks`) → `compile`
(`.mo` files) → `editions` (HTML, ePub, bundle), each locale in a process of its own (`pool`).
"""
