//! Who calls: tokens, their scopes and offices.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// What a token may do; each scope may do all that those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// See the office's feeds, plans and studies.
    Viewer,
    /// Upload, plan, cancel and delete too.
    Planner,
    /// Make and revoke tokens of any office and read the audit log too.
    Admin,
}

impl Scope {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Planner => "planner",
            Self::Admin => "admin",
        }
    }

    /// From what is written.
    pub fn read(text: &str) -> Option<Self> {
        [Self::Viewer, Self::Planner, Self::Admin].into_iter().find(|scope| scope.as_str() == text)
    }
}

/// A token that was looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The token's id, which logs and the audit name it by.
    pub token: String,
    /// The office whose data it sees.
    pub office: String,
    /// What it may do.
    pub scope: Scope,
    /// When it ends, milliseconds since 1970.
    pub expires_at: Option<i64>,
}

/// A new secret: `onw_` and 256 random bits. It is told once and never stored.
pub fn new_secret() -> String {
    let bits: [u8; 32] = rand::random();
    format!("onw_{}", URL_SAFE_NO_PAD.encode(bits))
}

/// What is stored of a secret. Its 256 bits of chance need no salt and no slow hash.
pub fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_ordered_and_read_back() {
        assert!(Scope::Viewer < Scope::Planner && Scope::Planner < Scope::Admin);
        for scope in [Scope::Viewer, Scope::Planner, Scope::Admin] {
            assert_eq!(Scope::read(scope.as_str()), Some(scope));
        }
        assert_eq!(Scope::read("root"), None);
    }

    #[test]
    fn secrets_differ_and_their_hash_is_sha256() {
        assert_ne!(new_secret(), new_secret());
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
