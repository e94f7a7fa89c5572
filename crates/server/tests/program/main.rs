//! The real program: started, used over the network, told to stop, backed up and restored. Unix only, where it runs.
#![cfg(unix)]

#[cfg(test)]
mod backup;
#[cfg(test)]
mod deploy;
#[cfg(test)]
mod export;
#[cfg(test)]
mod serving;
mod starting;
#[cfg(test)]
mod stopping;
#[cfg(test)]
mod support;
