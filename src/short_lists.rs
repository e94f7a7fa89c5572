//! Order and uniqueness for lists of a handful. The standard sorts are built for millions and weigh some 5 KB of wasm for
//! each type that is sorted.

/// Each item once, in the order in which it came first.
#[must_use]
pub fn once<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for item in items {
        if !seen.contains(&item) {
            seen.push(item);
        }
    }
    seen
}

/// Smallest key first; equal ones stay as they were.
#[must_use]
pub fn in_order<T, K: Ord>(items: impl Iterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut ordered: Vec<T> = Vec::new();
    for item in items {
        let place = ordered.iter().position(|later| key(later) > key(&item)).unwrap_or(ordered.len());
        ordered.insert(place, item);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_comes_once_where_it_came_first() {
        assert_eq!(once([3, 1, 3, 2, 1].into_iter()), [3, 1, 2]);
    }

    #[test]
    fn equal_keys_stay_as_they_were() {
        let words = ["cc", "a", "bb", "d"];
        assert_eq!(in_order(words.into_iter(), |word| word.len()), ["a", "d", "cc", "bb"]);
    }
}
