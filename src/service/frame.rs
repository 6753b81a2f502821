//! How parent and child talk: lines of JSON, and after a line that says so the bytes of its parts.

use std::io::{self, BufRead, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Most bytes of a line.
const LINE: u64 = 16 << 20;
/// Most bytes of a part.
const PART: usize = 1 << 30;

/// Named bytes.
pub type Parts = Vec<(String, Vec<u8>)>;

/// The names and lengths of parts, as lines announce them.
pub fn sizes(parts: &Parts) -> Vec<(String, usize)> {
    parts.iter().map(|(name, bytes)| (name.clone(), bytes.len())).collect()
}

/// The part of that name.
pub fn part<'p>(parts: &'p Parts, name: &str) -> Option<&'p [u8]> {
    parts.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.as_slice())
}

/// Writes a line and the parts it announces.
///
/// # Errors
/// What the pipe says.
pub fn write(to: &mut impl Write, head: &impl Serialize, parts: &Parts) -> io::Result<()> {
    let mut line = serde_json::to_vec(head)?;
    line.push(b'\n');
    to.write_all(&line)?;
    parts.iter().try_for_each(|(_, bytes)| to.write_all(bytes))?;
    to.flush()
}

/// Reads a line; `None` at the end.
///
/// # Errors
/// What the pipe says, and a line that isn't what is expected.
pub fn read<T: DeserializeOwned>(from: &mut impl BufRead) -> io::Result<Option<T>> {
    let mut line = Vec::new();
    from.take(LINE).read_until(b'\n', &mut line)?;
    if line.is_empty() { Ok(None) } else { Ok(Some(serde_json::from_slice(&line)?)) }
}

/// Reads the parts that a line has announced.
///
/// # Errors
/// What the pipe says, an end before theirs, and a part beyond all bounds.
pub fn read_parts(from: &mut impl Read, sizes: &[(String, usize)]) -> io::Result<Parts> {
    let mut parts = Parts::new();
    for (name, size) in sizes {
        if *size > PART {
            return Err(io::Error::other("a part is too large"));
        }
        let mut bytes = vec![0; *size];
        from.read_exact(&mut bytes)?;
        parts.push((name.clone(), bytes));
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let parts: Parts = vec![("feed".into(), b"PK\n\n".to_vec()), ("plan".into(), Vec::new())];
        let mut pipe = Vec::new();
        write(&mut pipe, &sizes(&parts), &parts).unwrap();
        write(&mut pipe, &"next", &Parts::new()).unwrap();
        let mut from = pipe.as_slice();
        let head: Vec<(String, usize)> = read(&mut from).unwrap().unwrap();
        assert_eq!(read_parts(&mut from, &head).unwrap(), parts);
        assert_eq!(read::<String>(&mut from).unwrap().unwrap(), "next");
        assert_eq!(read::<String>(&mut from).unwrap(), None);
    }

    #[test]
    fn a_pipe_that_breaks_off_is_an_error() {
        assert!(read::<String>(&mut &b"\"ne"[..]).is_err());
        assert!(read_parts(&mut &b"abc"[..], &[("x".into(), 4)]).is_err());
        assert!(read_parts(&mut &b""[..], &[("x".into(), usize::MAX)]).is_err());
    }
}
