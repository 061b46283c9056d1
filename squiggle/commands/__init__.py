"""The commands, one module for each thing they are about; `squiggle.cli` gathers them."""
