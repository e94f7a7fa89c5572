-- Against hoarding: from which network a hold was made (a keyed hash of the address's prefix), and when its secret began to
-- hold places without booking any.
alter table hold add column network bytea;
alter table hold add column opened_at bigint not null default 0;
create index hold_network on hold (network, held_until);
create index hold_ended on hold (held_until);
