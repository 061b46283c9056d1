"""What a chapter is made of: theme, plane, curve, diagram, number, caption."""
