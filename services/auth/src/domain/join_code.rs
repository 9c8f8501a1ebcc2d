//! Codes with which students join a lab.

/// Letters and digits that can't be taken for one another: no 0 and O, no 1, I and L.
pub(crate) const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Characters of a code: 31⁸ codes, too many to guess against a rate limit.
pub(crate) const LENGTH: usize = 8;

/// `typed` as codes are stored; people type small letters, spaces and hyphens. Nothing if no code
/// looks like that.
pub(crate) fn normalised(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|character| !character.is_whitespace() && *character != '-')
        .map(|character| character.to_ascii_uppercase())
        .collect();
    let good = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
    good.then_some(code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_letters_spaces_and_hyphens_are_forgiven() {
        assert_eq!(normalised(" abcd-2345 ").as_deref(), Some("ABCD2345"));
    }

    #[test]
    fn lookalikes_and_other_lengths_are_no_codes() {
        for typed in [
            "",
            "ABCD234",
            "ABCD23456",
            "ABCD234O",
            "ABCD2341",
            "ÄBCD234",
        ] {
            assert_eq!(normalised(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_gives_a_code_or_nothing(typed in ".{0,20}") {
            if let Some(code) = normalised(&typed) {
                prop_assert_eq!(normalised(&code), Some(code.clone()));
                prop_assert_eq!(code.len(), LENGTH);
            }
        }
    }
}
