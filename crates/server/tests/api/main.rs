//! The API, through the router, over a database file and with a clock to turn. One file a resource; one binary, since
//! linking it is what takes long.

#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod cancel;
#[cfg(test)]
mod capacity;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod concurrency;
#[cfg(test)]
mod confirm;
#[cfg(test)]
mod cors;
#[cfg(test)]
mod described;
#[cfg(test)]
mod displaced;
#[cfg(test)]
mod erase;
#[cfg(test)]
mod hoarding;
#[cfg(test)]
mod holds;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod ledger_check;
#[cfg(test)]
mod list;
#[cfg(test)]
mod log;
#[cfg(test)]
mod metrics;
#[cfg(test)]
mod openapi;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod push_service;
#[cfg(test)]
mod reminders;
#[cfg(test)]
mod reschedule;
#[cfg(test)]
mod retention;
#[cfg(test)]
mod retire;
#[cfg(test)]
mod rotation;
#[cfg(test)]
mod server;
#[cfg(test)]
mod store;
#[cfg(test)]
mod support;
#[cfg(test)]
mod ticket;
#[cfg(test)]
mod upgrade;
#[cfg(test)]
mod windows;
#[cfg(test)]
mod zones;
