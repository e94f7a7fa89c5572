//! A disk that remembers: SQLite's own file layer, with a log of all that it writes, cuts, brings to the disk and removes in
//! a folder. What is read goes straight to the real one. From the log [`power_cut`](crate::power_cut) makes what a loss of
//! power could have left.
//!
//! The layer is the default of the whole process once a folder is recorded; files elsewhere do not notice. The index of the
//! journal (`-shm`) is memory that ends with the power, so it is not recorded.
#![expect(unsafe_code, reason = "a file layer of SQLite is a table of C functions")]

use std::{
    collections::BTreeMap,
    ffi::{CStr, OsStr, c_char, c_int, c_void},
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use libsqlite3_sys::{
    SQLITE_IOERR, SQLITE_OK, SQLITE_OPEN_CREATE, SQLITE_OPEN_MAIN_JOURNAL, SQLITE_OPEN_WAL, sqlite3_file,
    sqlite3_io_methods, sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};

use crate::Result;

/// A file, whatever its name: one that is made anew under an old name is another one.
pub type FileId = usize;

/// What happened to the folder.
#[derive(Debug, Clone)]
pub enum Event {
    Made {
        file: FileId,
        name: String,
    },
    Written {
        file: FileId,
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        file: FileId,
        length: usize,
    },
    SyncBegun {
        file: FileId,
    },
    /// What the log had of the file before the event `begun` is on the disk; with `folder` also which files there are.
    SyncEnded {
        file: FileId,
        begun: usize,
        folder: bool,
    },
    Removed {
        name: String,
    },
    /// Which files there are is on the disk.
    FolderSynced,
    /// Somebody was told something.
    Told,
}

/// A folder that is recorded.
#[derive(Debug)]
pub struct RecordingDisk {
    folder: PathBuf,
    log: Mutex<Log>,
}

#[derive(Debug, Default)]
struct Log {
    events: Vec<Event>,
    names: BTreeMap<String, FileId>,
    files: usize,
}

impl RecordingDisk {
    /// Records what SQLite does in that folder from now on, until the last who has this is gone.
    ///
    /// # Errors
    /// Where there is no such folder, or SQLite has no file layer of its own.
    pub fn watch(folder: &Path) -> Result<Arc<Self>> {
        if !register() {
            return Err("SQLite does not take the recording file layer".into());
        }
        let disk = Arc::new(Self { folder: folder.canonicalize()?, log: Mutex::default() });
        lock(&DISKS).push(Arc::clone(&disk));
        Ok(disk)
    }

    /// Ends the recording and gives the log.
    #[must_use]
    pub fn finish(self: Arc<Self>) -> Vec<Event> {
        lock(&DISKS).retain(|disk| !Arc::ptr_eq(disk, &self));
        std::mem::take(&mut lock(&self.log).events)
    }

    /// How much has happened.
    #[must_use]
    pub fn length(&self) -> usize {
        lock(&self.log).events.len()
    }

    /// Notes that somebody was told something; answers the place in the log.
    pub fn tell(&self) -> usize {
        self.note(Event::Told)
    }

    fn note(&self, event: Event) -> usize {
        let mut log = lock(&self.log);
        log.events.push(event);
        log.events.len() - 1
    }

    /// The file of that name, which is made where there is none.
    fn open(&self, name: &str) -> FileId {
        let mut log = lock(&self.log);
        if let Some(file) = log.names.get(name) {
            return *file;
        }
        let file = log.files;
        log.files += 1;
        log.names.insert(name.to_owned(), file);
        log.events.push(Event::Made { file, name: name.to_owned() });
        file
    }

    fn remove(&self, name: &str, is_synced: bool) {
        let mut log = lock(&self.log);
        log.names.remove(name);
        log.events.push(Event::Removed { name: name.to_owned() });
        if is_synced {
            log.events.push(Event::FolderSynced);
        }
    }
}

static DISKS: Mutex<Vec<Arc<RecordingDisk>>> = Mutex::new(Vec::new());
/// Open files of recorded folders, by their address.
static OPEN: Mutex<BTreeMap<usize, OpenFile>> = Mutex::new(BTreeMap::new());
/// For each table of the real layer's functions, by its address, the same with ours in it.
static TABLES: Mutex<BTreeMap<usize, &'static sqlite3_io_methods>> = Mutex::new(BTreeMap::new());
/// The real layer.
static REAL: OnceLock<sqlite3_vfs_address> = OnceLock::new();

#[derive(Debug, Clone)]
struct OpenFile {
    disk: Arc<RecordingDisk>,
    file: FileId,
    /// Its first sync brings the folder to the disk too: SQLite's way with journals that it may have made.
    syncs_folder: bool,
    real: &'static sqlite3_io_methods,
}

#[derive(Debug, Clone, Copy)]
#[expect(non_camel_case_types, reason = "named after what it points to")]
struct sqlite3_vfs_address(*mut sqlite3_vfs);

// SAFETY: the layer is a static of SQLite, which itself uses it from every thread.
unsafe impl Send for sqlite3_vfs_address {}
// SAFETY: as above.
unsafe impl Sync for sqlite3_vfs_address {}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes the recording layer the default, once. Answers whether it is.
fn register() -> bool {
    static IS_REGISTERED: OnceLock<bool> = OnceLock::new();
    *IS_REGISTERED.get_or_init(|| {
        // SAFETY: without a name SQLite answers its default layer, which lives as long as the process, or null.
        let real = unsafe { sqlite3_vfs_find(std::ptr::null()) };
        // SAFETY: as above.
        let Some(layer) = (unsafe { real.as_ref() }) else { return false };
        let ours = sqlite3_vfs {
            zName: c"recording".as_ptr(),
            pNext: std::ptr::null_mut(),
            xOpen: Some(open),
            xDelete: Some(delete),
            ..*layer
        };
        REAL.get_or_init(|| sqlite3_vfs_address(real));
        // SAFETY: it is never freed, and each of its functions is the real layer's or one of those below.
        unsafe { sqlite3_vfs_register(Box::leak(Box::new(ours)), 1) == SQLITE_OK }
    })
}

/// The recorded folder that a path is in, and the name there.
///
/// # Safety
/// `path` is null or ends with a zero.
unsafe fn recorded(path: *const c_char) -> Option<(Arc<RecordingDisk>, String)> {
    if path.is_null() {
        return None;
    }
    // SAFETY: the caller's promise.
    let path = Path::new(OsStr::from_bytes(unsafe { CStr::from_ptr(path) }.to_bytes()));
    let disk = lock(&DISKS).iter().find(|disk| path.parent() == Some(&disk.folder)).cloned()?;
    Some((disk, path.file_name()?.to_str()?.to_owned()))
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    path: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    let Some(&sqlite3_vfs_address(layer)) = REAL.get() else { return SQLITE_IOERR };
    // SAFETY: `register` has looked at it; the arguments are SQLite's own.
    let result = unsafe { (*layer).xOpen.map_or(SQLITE_IOERR, |open| open(layer, path, file, flags, flags_out)) };
    // SAFETY: SQLite's paths end with a zero; null is a file without a name.
    let Some((disk, name)) = (unsafe { recorded(path) }).filter(|_| result == SQLITE_OK) else { return result };
    // SAFETY: a file that was opened has its table, a static of the real layer.
    let real: &'static sqlite3_io_methods = unsafe { &*(*file).pMethods };
    let is_journal = flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL) != 0;
    let open =
        OpenFile { file: disk.open(&name), disk, syncs_folder: is_journal && flags & SQLITE_OPEN_CREATE != 0, real };
    lock(&OPEN).insert(file.addr(), open);
    let ours = *lock(&TABLES).entry(std::ptr::from_ref(real).addr()).or_insert_with(|| {
        Box::leak(Box::new(sqlite3_io_methods {
            xClose: Some(close),
            xWrite: Some(write),
            xTruncate: Some(truncate),
            xSync: Some(sync),
            ..*real
        }))
    });
    // SAFETY: the file is SQLite's own memory; our table lives as long as the process.
    unsafe { (*file).pMethods = ours };
    result
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, path: *const c_char, sync_folder: c_int) -> c_int {
    let Some(&sqlite3_vfs_address(layer)) = REAL.get() else { return SQLITE_IOERR };
    // SAFETY: `register` has looked at it; the arguments are SQLite's own.
    let result = unsafe { (*layer).xDelete.map_or(SQLITE_IOERR, |delete| delete(layer, path, sync_folder)) };
    // SAFETY: SQLite's paths end with a zero.
    if let Some((disk, name)) = (unsafe { recorded(path) }).filter(|_| result == SQLITE_OK) {
        disk.remove(&name, sync_folder & 1 != 0);
    }
    result
}

fn opened(file: *mut sqlite3_file) -> Option<OpenFile> {
    lock(&OPEN).get(&file.addr()).cloned()
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    let Some(open) = lock(&OPEN).remove(&file.addr()) else { return SQLITE_IOERR };
    // SAFETY: the real layer opened it.
    open.real.xClose.map_or(SQLITE_IOERR, |close| unsafe { close(file) })
}

unsafe extern "C" fn write(file: *mut sqlite3_file, bytes: *const c_void, length: c_int, at: i64) -> c_int {
    let Some(open) = opened(file) else { return SQLITE_IOERR };
    // SAFETY: the real layer opened it; the arguments are SQLite's own.
    let result = open.real.xWrite.map_or(SQLITE_IOERR, |write| unsafe { write(file, bytes, length, at) });
    if result == SQLITE_OK {
        // SAFETY: SQLite gives that many bytes.
        let bytes = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), length as usize) };
        open.disk.note(Event::Written { file: open.file, at: at as usize, bytes: bytes.to_vec() });
    }
    result
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, length: i64) -> c_int {
    let Some(open) = opened(file) else { return SQLITE_IOERR };
    // SAFETY: the real layer opened it.
    let result = open.real.xTruncate.map_or(SQLITE_IOERR, |truncate| unsafe { truncate(file, length) });
    if result == SQLITE_OK {
        open.disk.note(Event::Cut { file: open.file, length: length as usize });
    }
    result
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    let Some(open) = opened(file) else { return SQLITE_IOERR };
    let begun = open.disk.note(Event::SyncBegun { file: open.file });
    // SAFETY: the real layer opened it.
    let result = open.real.xSync.map_or(SQLITE_IOERR, |sync| unsafe { sync(file, flags) });
    if result == SQLITE_OK {
        open.disk.note(Event::SyncEnded { file: open.file, begun, folder: open.syncs_folder });
        if let Some(open) = lock(&OPEN).get_mut(&file.addr()) {
            open.syncs_folder = false;
        }
    }
    result
}
