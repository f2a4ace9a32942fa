//! Rows of a long list in batches: while one batch goes into the ledger, which one thread does alone, the others make the next.

use std::ops::Range;

/// Items of a batch: enough to keep all threads at work, few enough to hold in memory.
const BATCH: u32 = 1024;

/// Calls `insert` with each batch that `make` makes of the items `0..count`, in their order, and with its first item.
///
/// # Errors
/// The first one of either.
pub(super) fn batches<T: Send, E: Send>(
    count: u32,
    make: impl Fn(Range<u32>) -> Result<Vec<T>, E> + Sync,
    mut insert: impl FnMut(u32, Vec<T>) -> Result<(), E>,
) -> Result<(), E> {
    let batch_from = |first: u32| first..count.min(first.saturating_add(BATCH));
    let mut batch = make(batch_from(0))?;
    for first in (0..count).step_by(BATCH as usize) {
        let mut next = Ok(Vec::new());
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| next = make(batch_from(count.min(first.saturating_add(BATCH)))));
            insert(first, batch)
        })?;
        batch = next?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{BATCH, batches};

    #[test]
    fn all_items_come_once_in_their_order() {
        for count in [0, 1, BATCH, BATCH + 1, 3 * BATCH] {
            let mut seen: Vec<u32> = Vec::new();
            batches(
                count,
                |items| Ok::<_, ()>(items.collect()),
                |first, batch: Vec<u32>| {
                    assert_eq!(batch.first(), Some(&first));
                    seen.extend(batch);
                    Ok(())
                },
            )
            .unwrap();
            assert_eq!(seen, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_fault_of_either_ends_it() {
        let fails_at = |made: u32, inserted: u32| {
            batches(
                3 * BATCH,
                |items| {
                    if items.start == made {
                        Err("made")
                    } else {
                        Ok(items.collect())
                    }
                },
                |first, _: Vec<u32>| {
                    if first == inserted {
                        Err("inserted")
                    } else {
                        Ok(())
                    }
                },
            )
        };
        assert_eq!(fails_at(BATCH, 1), Err("made"));
        assert_eq!(fails_at(1, BATCH), Err("inserted"));
        assert_eq!(fails_at(1, 1), Ok(()));
    }
}
