//! Many rows in few statements, and few different statements.

/// Most rows in one statement: with up to 60 columns, below SQLite's 32,766 parameters.
const LARGEST: usize = 512;

/// Cuts `rows` into pieces whose lengths are powers of two, the largest first. A statement's text
/// depends on how many rows it takes; so there are ten different ones to prepare and not hundreds.
pub fn pieces<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let power = rows.len().checked_ilog2()?;
        let (piece, rest) = rows.split_at((1 << power).min(LARGEST));
        rows = rest;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pieces_are_the_rows_in_order_and_have_few_lengths(rows in 0_usize..3_000) {
            let rows: Vec<_> = (0..rows).collect();
            let cut: Vec<_> = pieces(&rows).collect();
            prop_assert!(cut.iter().all(|piece| piece.len().is_power_of_two()));
            prop_assert!(cut.iter().all(|piece| piece.len() <= LARGEST));
            prop_assert_eq!(cut.concat(), rows);
        }
    }
}
