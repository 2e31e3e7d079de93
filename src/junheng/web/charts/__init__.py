"""Charts as Altair specifications, drawn in the browser by the bundled Vega."""
