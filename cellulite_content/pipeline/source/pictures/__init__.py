"""Pictures of the sources: the labels in SVG pictures, and what no edition can show."""
