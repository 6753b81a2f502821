//! The one way through the house (docs/ARCHITECTURE.md), held by reading what every file imports.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may know. Foundations (`ids`, `money`, `time`) are listed like any other.
const ROOMS: &[(&str, &[&str])] = &[
    ("ids", &[]),
    ("money", &[]),
    ("time", &[]),
    ("feed", &["ids", "money", "time"]),
    ("network", &["feed", "ids", "money", "time"]),
    ("itineraries", &["network", "feed", "ids", "money", "time"]),
    ("missions", &["itineraries", "network", "feed", "ids", "money", "time"]),
    ("plan", &["network", "itineraries", "feed", "ids", "money", "time"]),
    ("explain", &["plan", "missions", "network", "itineraries", "feed", "ids", "money", "time"]),
    ("solve", &["explain", "plan", "missions", "network", "itineraries", "feed", "ids", "money", "time"]),
    ("compact", &["network", "itineraries", "feed", "ids", "money", "time"]),
    ("check", &["plan", "feed", "ids", "money", "time"]),
    ("report", &["plan", "itineraries", "network", "feed", "ids", "money", "time"]),
    ("generate", &["feed", "ids", "money", "time"]),
    ("scenario", &["feed", "ids", "money", "time"]),
    ("study", &["scenario", "solve", "check", "report", "plan", "feed", "ids", "money"]),
    ("picture", &["study", "report", "money"]),
    ("service", &["check", "feed", "money", "plan", "report", "scenario", "solve", "study", "time"]),
    ("server", &["service", "check", "report", "study"]),
    (
        "cli",
        &[
            "server",
            "service",
            "check",
            "compact",
            "explain",
            "feed",
            "generate",
            "ids",
            "itineraries",
            "money",
            "network",
            "picture",
            "plan",
            "report",
            "scenario",
            "solve",
            "study",
            "time",
        ],
    ),
];

/// Lines that a file may have at most.
const LONGEST: usize = 500;

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|is| is == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The room a source file belongs to: `src/feed/cell.rs` and `src/feed.rs` to `feed`.
fn room(file: &Path) -> String {
    let inside = file.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Rooms named after `crate::` in code, comments left aside; `crate::{a, b::c}` names `a` and `b`.
fn imports(text: &str) -> Vec<String> {
    let code: String = text.lines().map(|line| line.split("//").next().unwrap_or_default().to_owned() + "\n").collect();
    let mut rooms = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        // `$crate::` in a macro is the same crate.
        let rest = &code[at + "crate::".len()..];
        let name = |part: &str| -> String {
            part.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
        };
        match rest.strip_prefix('{') {
            None => rooms.push(name(rest)),
            Some(group) => {
                let mut depth = 0;
                let mut start = true;
                for (position, character) in group.char_indices() {
                    if start && !character.is_whitespace() {
                        rooms.push(name(&group[position..]));
                        start = false;
                    }
                    match character {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        _ => {}
                    }
                }
            }
        }
    }
    rooms.retain(|room| !room.is_empty());
    rooms
}

#[test]
fn imports_point_one_way() {
    let mut wrong = Vec::new();
    for file in files(&root().join("src"), "rs") {
        let room = room(&file);
        if room == "main" || room == "lib" {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{}: the room {room} isn't on the map", file.display()));
            continue;
        };
        for used in imports(&fs::read_to_string(&file).unwrap()) {
            if used != room && ROOMS.iter().any(|(name, _)| *name == used) && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{}: {room} may not know {used}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_map_itself_has_no_way_back() {
    // Every room knows only rooms that don't know it, directly or by way of others.
    fn reaches(from: &str, to: &str) -> bool {
        let known = ROOMS.iter().find(|(name, _)| *name == from).map_or(&[][..], |(_, known)| known);
        known.iter().any(|next| *next == to || reaches(next, to))
    }
    for (name, _) in ROOMS {
        assert!(!reaches(name, name), "{name} knows itself by a detour");
    }
}

#[test]
fn imports_are_read_as_written() {
    let text = "use crate::{feed::{self, Feed}, plan};\nlet x = crate::money::Money::ZERO; // crate::cli\n";
    assert_eq!(imports(text), ["feed", "plan", "money"]);
}

/// The page's files, but for what npm puts beside them.
fn page() -> Vec<PathBuf> {
    let endings = ["js", "mjs", "css", "html"].into_iter();
    let all = endings.flat_map(|ending| files(&root().join("src/page"), ending));
    let made = |file: &PathBuf| {
        ["node_modules", "dist"].iter().any(|made| file.components().any(|part| part.as_os_str() == *made))
    };
    all.filter(|file| !made(file)).collect()
}

#[test]
fn no_file_is_too_long() {
    let mut long = Vec::new();
    let folders = ["src", "tests", "benches", "examples"].map(|name| root().join(name));
    let code = folders.iter().filter(|folder| folder.exists()).flat_map(|folder| files(folder, "rs"));
    for file in code.chain(page()) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        if lines > LONGEST {
            long.push(format!("{}: {lines} lines", file.display()));
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn the_page_makes_no_markup_of_text() {
    assert!(page().len() > 20);
    for file in page() {
        let text = fs::read_to_string(&file).unwrap();
        for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
            assert!(!text.contains(word), "{}: {word}", file.display());
        }
    }
}

#[test]
fn one_small_file_opts_out_of_safe_code() {
    assert!(fs::read_to_string(root().join("src/lib.rs")).unwrap().contains("#![deny(unsafe_code)]"));
    for file in files(&root().join("src"), "rs") {
        let text = fs::read_to_string(&file).unwrap();
        let calls_c = file.ends_with("solve/basis.rs");
        assert!(!text.contains("(unsafe_code)]") || file.ends_with("lib.rs") || calls_c, "{}", file.display());
        assert!(
            !calls_c || text.matches("SAFETY:").count() == text.matches("unsafe {").count(),
            "each says why it is safe"
        );
    }
}
