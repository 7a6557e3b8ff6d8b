"""Files of other people as blocks of text under their headings; one module a format."""
