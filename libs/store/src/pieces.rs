//! Many rows in few statements, and few different statements.

/// Most rows, or values to look for, in one statement: with up to 60 columns, below SQLite's 32,766
/// parameters.
pub const LARGEST_PIECE: usize = 512;

/// Cuts `rows` into pieces and returns how many are in each, the largest first. A statement's text
/// depends on how many rows it takes; a piece has a power of two of them or half as many more (1, 2, 3,
/// 4, 6, 8, 12 …), so that there are eighteen different ones to prepare and not hundreds.
pub fn pieces(mut rows: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let power = 1 << rows.checked_ilog2()?;
        let half_more = power + power / 2;
        let piece = if half_more <= rows { half_more } else { power };
        let piece = piece.min(LARGEST_PIECE);
        rows -= piece;
        Some(piece)
    })
}

/// Repeats the last of `rows` until there is a power of two of them, for statements that can be told
/// the same twice: so there is one statement, and few different ones.
pub fn padded<T: Clone>(mut rows: Vec<T>) -> Vec<T> {
    if let Some(last) = rows.last().cloned() {
        rows.resize(rows.len().next_power_of_two(), last);
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pieces_are_all_rows_and_have_few_lengths(rows in 0_usize..3_000) {
            let cut: Vec<_> = pieces(rows).collect();
            let few = |piece: usize| {
                let a_third = piece.is_multiple_of(3).then_some(piece / 3);
                piece.is_power_of_two() || a_third.is_some_and(usize::is_power_of_two)
            };
            prop_assert!(cut.iter().all(|piece| few(*piece) && *piece <= LARGEST_PIECE));
            prop_assert_eq!(cut.iter().sum::<usize>(), rows);
        }

        #[test]
        fn padded_rows_are_the_same_and_a_power_of_two(
            rows in proptest::collection::vec(0_usize..9, 0..300)
        ) {
            let padded = padded(rows.clone());
            prop_assert!(padded.is_empty() || padded.len().is_power_of_two());
            prop_assert!(padded.len() < 2 * rows.len().max(1));
            prop_assert_eq!(&padded[..rows.len()], rows.as_slice());
            prop_assert!(padded[rows.len()..].iter().all(|row| Some(row) == rows.last()));
        }
    }
}
