"""How trees of files are written: output, staging, compression, files shared with an older tree."""
