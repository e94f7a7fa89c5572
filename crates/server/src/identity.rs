//! Keyed hashes: what the server remembers of an identity number, a secret, a network and a request's body.
//!
//! An identity number has few digits that are not known from the card of a relative, so a plain hash of it could be
//! undone by trying all. It is therefore hashed with a key that lies beside the database, never in it: whoever copies the
//! database alone learns nothing. A secret is 128 random bits, which nobody can try, so SHA-256 is enough for it, and a
//! server that lost its key still knows whose ticket is whose.

use contract::{
    Secret,
    person::{Nik, PassportNumber},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// 32 bytes, as the database keeps them.
pub type Hash = [u8; 32];

/// One key of this installation (see `keyring`). `Debug` never shows it.
#[derive(Clone)]
pub struct ServerKey([u8; 32]);

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ServerKey(…)")
    }
}

impl ServerKey {
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether the two are one key.
    pub(crate) fn is(&self, other: &Self) -> bool {
        equal(&self.0, &other.0)
    }

    /// What a NIK is known by.
    #[must_use]
    pub fn nik(&self, nik: &Nik) -> Hash {
        self.hash("nik", &[nik.as_str().as_bytes()])
    }

    /// What a passport is known by.
    #[must_use]
    pub fn passport(&self, number: &PassportNumber) -> Hash {
        self.hash("passport", &[number.as_str().as_bytes()])
    }

    /// What a child without a number is known by: the `ordinal`th of its parent.
    #[must_use]
    pub fn child(&self, parent: &Hash, ordinal: u32) -> Hash {
        self.hash("child", &[parent, &ordinal.to_be_bytes()])
    }

    /// What a request is compared by. The body may hold an identity number, hence the key.
    #[must_use]
    pub fn request(&self, method: &str, path: &str, body: &[u8]) -> Hash {
        self.hash("request", &[method.as_bytes(), path.as_bytes(), body])
    }

    /// What tries are counted by.
    #[must_use]
    pub fn subject(&self, subject: &[u8]) -> Hash {
        self.hash("subject", &[subject])
    }

    /// The key of what is sealed: another one than that of the hashes.
    pub(crate) fn sealing(&self) -> Hash {
        self.hash("seal", &[])
    }

    /// What the key is made of by which push services know this server.
    pub(crate) fn pushing(&self) -> Hash {
        self.hash("push", &[])
    }

    /// Purpose and parts with their lengths, so that no two inputs are written the same.
    fn hash(&self, purpose: &str, parts: &[&[u8]]) -> Hash {
        // HMAC takes keys of any length; with the block's own it can't fail.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        for part in [purpose.as_bytes()].iter().chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// What a secret is known by.
#[must_use]
pub fn secret_hash(secret: &Secret) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}

/// Whether two hashes are equal, in a time that does not depend on where they differ.
#[must_use]
pub fn equal(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ServerKey {
        ServerKey::from_bytes([7; 32])
    }

    #[test]
    fn one_person_has_one_hash_and_two_have_two() {
        let siti = Nik::parse("1471015508750003").unwrap();
        let budi = Nik::parse("1471011508010012").unwrap();
        assert_eq!(key().nik(&siti), key().nik(&Nik::parse("1471-0155 0875.0003").unwrap()));
        assert_ne!(key().nik(&siti), key().nik(&budi));
        assert_ne!(key().nik(&siti), ServerKey::from_bytes([8; 32]).nik(&siti), "another mall's key");
    }

    #[test]
    fn the_same_digits_as_nik_and_as_passport_are_two_people() {
        let digits = "147101550875000";
        let passport = PassportNumber::parse(digits).unwrap();
        assert_ne!(key().hash("nik", &[digits.as_bytes()]), key().passport(&passport));
    }

    #[test]
    fn children_are_told_apart_by_parent_and_ordinal() {
        let siti = key().nik(&Nik::parse("1471015508750003").unwrap());
        let budi = key().nik(&Nik::parse("1471011508010012").unwrap());
        let children = [key().child(&siti, 1), key().child(&siti, 2), key().child(&budi, 1)];
        assert_eq!(children.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    }

    #[test]
    fn moving_a_byte_from_one_part_to_the_next_is_another_request() {
        assert_ne!(key().request("POST", "/visits", b"x"), key().request("POST", "/visit", b"sx"));
    }
}
