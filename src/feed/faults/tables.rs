//! Faults of form: CSV and JSON before any value is looked at.

super::faults! { TABLES:
    F101 bad_utf8(byte: u64)
        "the text isn't UTF-8" => "save the file as UTF-8; the first bad byte is number {byte} of the file";
    F102 nul()
        "there is a NUL byte in it" => "save the file as plain UTF-8 text, not UTF-16";
    F103 no_header()
        "the file has no header row" => "begin it with a row of column names";
    F104 repeated_column()
        "a column stands twice in the header" => "keep one of them";
    F105 missing_column(header: &str)
        "a column that is needed is missing" => "add it; the header has {header}";
    F106 cell_count(found: usize, header: usize)
        "the row hasn't as many cells as the header" => "it has {found} and the header {header}: quote cells with commas in them, and keep empty ones";
    F107 stray_quote()
        "a quote stands where none may" => "quote the whole cell and double each quote inside it";
    F108 unclosed_quote()
        "a quoted cell isn't closed before the file ends" => "close the quote in the row that begins here";
    F109 cell_too_long(limit: usize)
        "a cell is too long" => "keep it under {limit} bytes; the file was not read any further";
    F110 too_many_rows(limit: usize)
        "the table has too many rows" => "keep it at {limit} rows; the rest was not read";
    F111 too_many_columns(limit: usize)
        "the table has too many columns" => "keep it at {limit} columns";
    F112 stray_return()
        "a carriage return stands alone in an unquoted cell" => "end rows with a line feed, or with both";
    F121 bad_json(error: &str)
        "it isn't JSON" => "correct it: {error}";
    F122 repeated_key()
        "a key stands twice in a JSON object" => "keep one of them";
    F123 json_type(needed: &str)
        "the JSON value has the wrong type" => "give {needed}";
    F124 json_depth(limit: usize)
        "the JSON is nested too deeply" => "keep it within {limit} levels";
}
