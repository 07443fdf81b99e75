"""The only room that touches the data folder: files in, records and problems out."""
