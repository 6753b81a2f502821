//! Faults of the folder or zip itself.

super::faults! { SOURCES:
    F001 unreadable(error: &str)
        "it can't be read" => "the system says: {error}";
    F002 not_a_feed()
        "it is neither a folder nor a zip" => "give a folder, or a .zip of one, with policy.json and the CSV files";
    F003 missing_file()
        "a file that every feed has is missing" => "add it; a table without rows still has its header row";
    F004 file_too_large(limit: u64)
        "the file is too large" => "keep it under {limit} bytes; the rest was not read";
    F005 feed_too_large(limit: u64)
        "the files together are too large" => "keep them under {limit} bytes; the rest was not read";
    F006 broken_zip(error: &str)
        "the zip is damaged" => "zip the folder again ({error})";
    F007 zip_path()
        "a path in the zip is absolute or climbs out of it" => "zip the folder itself, with plain file names";
    F008 zip_link()
        "an entry of the zip is a symbolic link" => "put the file itself into the zip";
    F009 zip_repeated_name()
        "two entries of the zip have the same name" => "keep one of them";
    F010 zip_encrypted()
        "an entry of the zip is encrypted" => "zip the folder again without a password";
    F011 zip_bomb(ratio: u64)
        "an entry of the zip unpacks to far more than a table would" => "zip the files themselves; more than {ratio} to 1 is refused";
    F012 zip_entries(limit: usize)
        "the zip has too many entries" => "keep it under {limit} entries, without the large-archive (zip64) format";
    F013 zip_method()
        "an entry of the zip is packed in a way that isn't read" => "zip the folder again with the ordinary method (deflate)";
    F014 too_many_faults(limit: usize)
        "the file has more faults than are kept" => "correct the first {limit} and read it again";
    F015 zip_layout()
        "the zip holds no feed at its root or in one top folder" => "zip the folder itself, with policy.json directly in it";
}
