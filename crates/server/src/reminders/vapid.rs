//! The key by which push services know this server (VAPID, RFC 8292). It is made from a key of the installation, so that
//! servers that share their key file share it too; a subscription names the version that its browser knows.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use chrono::{DateTime, TimeDelta, Utc};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::json;

use crate::{error::Error, identity::ServerKey};

/// Push services refuse more than a day.
const VALID: TimeDelta = TimeDelta::hours(12);

pub struct PushKey(SigningKey);

impl PushKey {
    /// # Errors
    /// For one key in four billion, whose hash is no key of the curve.
    pub fn of(key: &ServerKey) -> Result<Self, Error> {
        let key = SigningKey::from_slice(&key.pushing());
        key.map(Self).map_err(|_| Error::Broken("no push key can be made of this installation's key: rotate it"))
    }

    /// As browsers take it: base64url of the uncompressed point.
    pub fn public(&self) -> String {
        Base64UrlUnpadded::encode_string(self.0.verifying_key().to_encoded_point(false).as_bytes())
    }

    /// The `Authorization` of a request to `origin`: a JWT signed by ES256, and the key.
    pub fn authorization(&self, origin: &str, contact: &str, now: DateTime<Utc>) -> String {
        let base64 = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
        let claims = json!({ "aud": origin, "exp": (now + VALID).timestamp(), "sub": contact });
        let signed = format!("{}.{}", base64(r#"{"typ":"JWT","alg":"ES256"}"#), base64(&claims.to_string()));
        let signature: Signature = self.0.sign(signed.as_bytes());
        let signature = Base64UrlUnpadded::encode_string(&signature.to_bytes());
        format!("vapid t={signed}.{signature}, k={}", self.public())
    }
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::{VerifyingKey, signature::Verifier as _};

    use super::*;

    #[test]
    fn a_push_service_can_tell_who_sends() {
        let key = PushKey::of(&ServerKey::from_bytes([7; 32])).unwrap();
        let header = key.authorization("https://push.example", "mailto:a@loket.example", DateTime::UNIX_EPOCH);
        let (token, public) = header.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let decode = |text: &str| Base64UrlUnpadded::decode_vec(text).unwrap();
        let public = VerifyingKey::from_sec1_bytes(&decode(public)).unwrap();
        public.verify(signed.as_bytes(), &Signature::from_slice(&decode(signature)).unwrap()).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&decode(signed.split_once('.').unwrap().1)).unwrap();
        assert_eq!(claims, json!({ "aud": "https://push.example", "exp": 43_200, "sub": "mailto:a@loket.example" }));
    }
}
