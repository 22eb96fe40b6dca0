"""Pictures of editions: their labels in the edition's language."""
