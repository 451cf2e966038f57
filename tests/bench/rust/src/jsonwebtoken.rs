//! The crate jsonwebtoken on the same crypto library, with keys, header and validation made once.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};

use crate::Result;
use crate::operation::{Operation, operation};
use crate::task::{Claims, Task};

pub fn sign(task: &Task) -> Result<Operation> {
    let algorithm: Algorithm = task.algorithm.parse()?;
    let key = match algorithm {
        Algorithm::HS256 => EncodingKey::from_secret(task.secret()?),
        Algorithm::RS256 => EncodingKey::from_rsa_pem(task.pem()?.as_bytes())?,
        Algorithm::EdDSA => EncodingKey::from_ed_pem(task.pem()?.as_bytes())?,
        _ => EncodingKey::from_ec_pem(task.pem()?.as_bytes())?,
    };
    let (header, claims) = (Header::new(algorithm), task.claims::<Claims>()?);
    operation(
        move || encode(&header, &claims, &key),
        |token| Ok(token.into()),
    )
}

pub fn verify(task: &Task) -> Result<Operation> {
    let algorithm: Algorithm = task.algorithm.parse()?;
    let key = match algorithm {
        Algorithm::HS256 => DecodingKey::from_secret(task.secret()?),
        Algorithm::RS256 => DecodingKey::from_rsa_pem(task.pem()?.as_bytes())?,
        Algorithm::EdDSA => DecodingKey::from_ed_pem(task.pem()?.as_bytes())?,
        _ => DecodingKey::from_ec_pem(task.pem()?.as_bytes())?,
    };
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&[&task.issuer]);
    validation.set_audience(&[&task.audience]);
    let token = task.text.clone();
    operation(
        move || decode::<Claims>(&token, &key, &validation),
        |data| Ok(serde_json::to_value(data.claims)?),
    )
}
