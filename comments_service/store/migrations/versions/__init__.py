"""One module for each step; a step never imports the tables, which go on changing."""
