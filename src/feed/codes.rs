//! Two- and three-letter codes, small enough to copy.

use std::fmt;

// All codes fill four bytes, shorter ones with zeros, so that beside an index there is no padding: rustc 1.95 (LLVM 22)
// compiled pairs such as (Country, DocumentIdx) with two letters and two bytes of padding into garbage in some release
// builds. `tests/classes.rs` holds that the documents arrive whole.
macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 4]);

        impl $name {
            /// The code, if `text` has its form: upper-case ASCII letters, exactly so many. Whether the code is assigned
            /// is checked where a feed is read.
            pub fn new(text: &str) -> Option<Self> {
                let bytes: [u8; $len] = text.as_bytes().try_into().ok()?;
                let mut filled = [0; 4];
                filled[..$len].copy_from_slice(&bytes);
                bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(filled))
            }

            /// The code as text.
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0[..$len]).unwrap_or_default()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

code!(
    /// A country or nationality by ISO 3166-1 alpha-2, e.g. `KE`.
    Country,
    2
);
code!(
    /// An airport by IATA code, e.g. `NBO`.
    Iata,
    3
);
code!(
    /// A currency by ISO 4217, e.g. `USD`.
    Currency,
    3
);
