//! What a loss of power leaves of a recorded folder: all that was synced, and of the rest whatever the disk had got to.

use std::{collections::BTreeMap, path::Path};

use fastrand::Rng;

use crate::{
    Result,
    recording_disk::{Event, FileId},
};

/// What a disk writes whole, if it writes it at all.
const SECTOR: usize = 512;

/// What reached the disk of that which was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    Nothing,
    All,
    /// Sectors, cuts and names as this seed has it; of the last write a part that ends anywhere.
    Some(u64),
}

/// A disk at one moment of a log.
#[derive(Debug, Clone, Default)]
pub struct Disk<'a> {
    /// Syncs of the file of this name are answered and not done.
    lies_about: Option<&'a str>,
    durable: Files,
    /// What happened and was not synced, each with its place in the log.
    pending: Vec<(usize, &'a Event)>,
    all_names: BTreeMap<FileId, &'a str>,
    /// How much has been synced: while it is the same, so is what is left for sure.
    pub syncs: usize,
}

#[derive(Debug, Clone, Default)]
struct Files {
    names: BTreeMap<String, FileId>,
    contents: BTreeMap<FileId, Vec<u8>>,
}

impl<'a> Disk<'a> {
    /// An empty one; syncs of the file of that name, where there is one, are answered and not done.
    #[must_use]
    pub fn new(lies_about: Option<&'a str>) -> Self {
        Self { lies_about, ..Self::default() }
    }

    /// Goes on to the next event of the log.
    pub fn step(&mut self, place: usize, event: &'a Event) {
        match event {
            Event::Made { file, name } => {
                self.all_names.insert(*file, name);
                self.pending.push((place, event));
            }
            Event::Written { .. } | Event::Cut { .. } | Event::Removed { .. } => self.pending.push((place, event)),
            Event::SyncEnded { file, begun, folder } => {
                if self.all_names.get(file).copied() != self.lies_about {
                    self.settle(|place, event| place < *begun && of_file(event) == Some(*file));
                }
                if *folder {
                    self.settle(|place, event| place < *begun && of_file(event).is_none());
                }
            }
            Event::FolderSynced => self.settle(|_, event| of_file(event).is_none()),
            Event::SyncBegun { .. } | Event::Told => {}
        }
    }

    /// Whether something was not synced.
    #[must_use]
    pub fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    fn settle(&mut self, is_synced: impl Fn(usize, &Event) -> bool) {
        self.syncs += 1;
        let pending = std::mem::take(&mut self.pending);
        for (place, event) in pending {
            if is_synced(place, event) {
                self.durable.apply(event);
            } else {
                self.pending.push((place, event));
            }
        }
    }

    /// Writes the folder as it is found when the power is back.
    ///
    /// # Errors
    /// Those of the real disk.
    pub fn write(&self, left: Left, folder: &Path) -> Result<()> {
        let mut files = self.durable.clone();
        match left {
            Left::Nothing => {}
            Left::All => self.pending.iter().for_each(|(_, event)| files.apply(event)),
            Left::Some(seed) => {
                let mut rng = Rng::with_seed(seed);
                // Some disks are nearly done, some have hardly begun.
                let percent = *rng.choice(&[3, 50, 97]).unwrap_or(&50);
                let last = self.pending.iter().rposition(|(_, event)| matches!(event, Event::Written { .. }));
                for (index, (_, event)) in self.pending.iter().enumerate() {
                    files.apply_some(event, &mut rng, percent, Some(index) == last);
                }
            }
        }
        for (name, file) in &files.names {
            let content = files.contents.get(file).map(Vec::as_slice).unwrap_or_default();
            std::fs::write(folder.join(name), content)?;
        }
        Ok(())
    }
}

/// The file whose content an event changes; `None` where it changes which files there are.
const fn of_file(event: &Event) -> Option<FileId> {
    match event {
        Event::Written { file, .. } | Event::Cut { file, .. } => Some(*file),
        _ => None,
    }
}

impl Files {
    fn apply(&mut self, event: &Event) {
        match event {
            Event::Made { file, name } => {
                self.names.insert(name.clone(), *file);
            }
            Event::Removed { name } => {
                self.names.remove(name);
            }
            Event::Written { file, at, bytes } => self.put(*file, *at, bytes),
            Event::Cut { file, length } => self.contents.entry(*file).or_default().truncate(*length),
            _ => {}
        }
    }

    fn apply_some(&mut self, event: &Event, rng: &mut Rng, percent: u32, is_torn: bool) {
        let mut is_there = || rng.u32(0..100) < percent;
        match event {
            Event::Written { file, at, bytes } if is_torn => {
                let length = rng.usize(0..=bytes.len());
                self.put(*file, *at, &bytes[..length]);
            }
            Event::Written { file, at, bytes } => {
                let mut begin = 0;
                while begin < bytes.len() {
                    let end = bytes.len().min(begin + SECTOR - (at + begin) % SECTOR);
                    if is_there() {
                        self.put(*file, at + begin, &bytes[begin..end]);
                    }
                    begin = end;
                }
            }
            event if is_there() => self.apply(event),
            _ => {}
        }
    }

    /// What nobody wrote in between is zero.
    fn put(&mut self, file: FileId, at: usize, bytes: &[u8]) {
        let content = self.contents.entry(file).or_default();
        if content.len() < at + bytes.len() {
            content.resize(at + bytes.len(), 0);
        }
        content[at..at + bytes.len()].copy_from_slice(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(events: &[Event], lies_about: Option<&str>, left: Left) -> BTreeMap<String, String> {
        let mut disk = Disk::new(lies_about);
        for (place, event) in events.iter().enumerate() {
            disk.step(place, event);
        }
        let folder = tempfile::tempdir().unwrap();
        disk.write(left, folder.path()).unwrap();
        let files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        files
            .map(|path| {
                (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap())
            })
            .collect()
    }

    fn written(at: usize, text: &str) -> Event {
        Event::Written { file: 0, at, bytes: text.as_bytes().to_vec() }
    }

    fn made() -> Event {
        Event::Made { file: 0, name: "a".to_owned() }
    }

    fn files<const N: usize>(files: [(&str, &str); N]) -> BTreeMap<String, String> {
        files.map(|(name, content)| (name.to_owned(), content.to_owned())).into()
    }

    #[test]
    fn what_was_synced_is_there_and_the_rest_may_be() {
        let events = [
            made(),
            written(0, "first"),
            Event::SyncBegun { file: 0 },
            written(5, "meanwhile"),
            Event::SyncEnded { file: 0, begun: 2, folder: true },
            Event::Cut { file: 0, length: 2 },
        ];
        assert_eq!(left(&events, None, Left::Nothing), files([("a", "first")]));
        assert_eq!(left(&events, None, Left::All), files([("a", "fi")]));
        assert_eq!(left(&events, Some("a"), Left::Nothing), files([("a", "")]));
        let some: Vec<_> = (0..200).map(|seed| left(&events, None, Left::Some(seed))).collect();
        for wanted in ["first", "fi", "firstmeanwhile", "firstmean"] {
            assert!(some.contains(&files([("a", wanted)])), "{wanted}: {some:?}");
        }
    }

    #[test]
    fn a_file_is_there_or_gone_once_its_folder_is_synced() {
        let mut events = vec![made(), written(0, "x"), Event::SyncEnded { file: 0, begun: 2, folder: false }];
        assert_eq!(left(&events, None, Left::Nothing), files([]));
        events.push(Event::FolderSynced);
        assert_eq!(left(&events, None, Left::Nothing), files([("a", "x")]));
        events.push(Event::Removed { name: "a".to_owned() });
        assert_eq!(left(&events, None, Left::Nothing), files([("a", "x")]));
        assert_eq!(left(&events, None, Left::All), files([]));
    }
}
