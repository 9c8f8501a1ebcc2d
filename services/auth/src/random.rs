//! Everything random: secrets, salts and codes. The operating system's generator, read directly.

use handup_contracts::Problem;
use rand::TryRngCore as _;
use rand::rngs::OsRng;

use crate::domain::join_code::{ALPHABET, LENGTH};

/// Random bytes, good for keys.
///
/// # Errors
/// If the operating system has none.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Problem> {
    let mut bytes = [0; N];
    OsRng
        .try_fill_bytes(&mut bytes)
        .map_err(|err| Problem::internal(format!("no randomness: {err}")))?;
    Ok(bytes)
}

/// A new join code.
///
/// # Errors
/// If the operating system has no randomness.
pub(crate) fn join_code() -> Result<String, Problem> {
    // From the top of the range a remainder would be likelier than others.
    let fair = u8::MAX - u8::MAX % ALPHABET_LENGTH;
    let mut code = String::with_capacity(LENGTH);
    while code.len() < LENGTH {
        let [byte] = bytes::<1>()?;
        if byte < fair {
            code.push(char::from(ALPHABET[usize::from(byte % ALPHABET_LENGTH)]));
        }
    }
    Ok(code)
}

#[expect(clippy::cast_possible_truncation, reason = "an alphabet is short")]
const ALPHABET_LENGTH: u8 = ALPHABET.len() as u8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::join_code;

    #[test]
    fn a_join_code_is_one_that_people_can_type() {
        for _ in 0..200 {
            let code = join_code().unwrap();
            assert_eq!(join_code::normalised(&code).as_deref(), Some(code.as_str()));
        }
    }

    #[test]
    fn no_two_secrets_are_alike() {
        assert_ne!(bytes::<32>().unwrap(), bytes::<32>().unwrap());
    }
}
