//! One way of sorting for all that search sorts: each kind of its own would cost every phone three kilobytes of wasm.

use std::cmp::Ordering;

/// A number to sort by, and what it stands for.
pub(super) type Keyed = (u64, u32);

/// By number; of equals the smaller first.
pub(super) fn sort(items: &mut [Keyed]) {
    sort_with(items, &|one, other| one.cmp(&other));
}

/// By number; `compare` is asked about those whose numbers are equal.
pub(super) fn sort_with(items: &mut [Keyed], compare: &dyn Fn(u32, u32) -> Ordering) {
    items.sort_unstable_by(|one, other| one.0.cmp(&other.0).then_with(|| compare(one.1, other.1)));
}
