"""The stages that turn the articles into localized editions.

Texts pass through the packages in this order: `source` (units) → `catalogs` (templates, catalogs)
→ `gate` (findings, `.mo` files) → `editions` (HTML, ePub, bundle) → `verify` (the audit) →
`publish` (the site). `workers` runs it in processes, one locale at a time.
"""
